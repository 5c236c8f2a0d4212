//! Pictures of codes as a poor camera takes them in poor light: the same from the same seed, mild to hard.

use cds_bench::random::Random;

use super::optics::{self, Camera, Grey};

/// What is bad about a picture. Each is a little turned, blurred, noisy and unevenly lit besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Blur,
    Noise,
    Perspective,
    Downscale,
    Glare,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Blur, Self::Noise, Self::Perspective, Self::Downscale, Self::Glare];

    pub fn name(self) -> &'static str {
        match self {
            Self::Blur => "blur",
            Self::Noise => "noise",
            Self::Perspective => "perspective",
            Self::Downscale => "downscale",
            Self::Glare => "glare",
        }
    }
}

/// A code as it would be printed: `true` is dark.
pub struct Code {
    pub size: usize,
    pub modules: Vec<bool>,
}

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// A picture of the code. `hardness` goes from 0, mild, to 1.
pub fn picture(code: &Code, kind: Kind, hardness: f64, random: &mut Random) -> Grey {
    let mut between = |from: f64, to: f64| from + (to - from) * random.part();
    let (ink, paper) = (between(25.0, 60.0), between(185.0, 240.0));
    let turn = between(0.0, std::f64::consts::TAU);
    let tilted_by = match kind {
        Kind::Perspective => 8.0 + 57.0 * hardness,
        _ => between(0.0, 12.0),
    };
    // With its quiet zone the code fills most of the height, but for what is taken from too far away.
    let module = match kind {
        Kind::Downscale => between(2.4, 2.6) - 1.45 * hardness,
        _ => between(0.78, 0.92) * HEIGHT as f64 / (code.size as f64 + 8.0) / 1.2,
    };
    let camera = Camera {
        middle: (WIDTH as f64 / 2.0 + between(-25.0, 25.0), HEIGHT as f64 / 2.0 + between(-15.0, 15.0)),
        module,
        turn,
        tilt: tilted_by.to_radians(),
        tilt_towards: between(0.0, std::f64::consts::TAU),
        distance: (code.size as f64 + 8.0) * between(1.6, 3.0),
    };
    let table = between(40.0, 150.0);
    let mut grey = optics::take(code, &camera, (WIDTH, HEIGHT), &optics::Shades { ink, paper, table });
    optics::shade(&mut grey, between(-0.2, 0.2), between(-0.2, 0.2));
    let moved = between(0.0, std::f64::consts::PI);
    let is_moved = between(0.0, 1.0) < 0.4;
    match kind {
        Kind::Blur if is_moved => optics::motion(&mut grey, moved, module * (0.5 + 1.9 * hardness)),
        Kind::Blur => optics::blur(&mut grey, module * (0.2 + 0.6 * hardness)),
        _ => optics::blur(&mut grey, between(0.4, 0.7)),
    }
    if kind == Kind::Glare {
        let spots = 1 + random.below(3);
        let half = code.size as f64 * module / 2.0;
        for _ in 0..spots {
            let mut between = |from: f64, to: f64| from + (to - from) * random.part();
            let middle = (camera.middle.0 + half * between(-0.9, 0.9), camera.middle.1 + half * between(-0.9, 0.9));
            let reach = half * (0.12 + 0.5 * hardness) / (spots as f64).sqrt();
            optics::glare(
                &mut grey,
                middle,
                (reach * between(0.7, 1.3), reach * between(0.7, 1.3)),
                between(150.0, 420.0),
            );
        }
    }
    let noise = match kind {
        Kind::Noise => 5.0 + 85.0 * hardness,
        _ => 4.0,
    };
    optics::noise(&mut grey, noise, random);
    grey
}
