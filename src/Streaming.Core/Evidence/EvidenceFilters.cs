using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>Filters of the detectors at 100 Hz, Butterworth, bilinear transform, pre-warped, written out: nothing is designed at run
/// time.</summary>
internal static class EvidenceFilters
{
    /// <summary>All-pass, first order, 0.15 Hz, to be run backwards: undoes what the 0.3 Hz high-pass of EEG and EOG rows does to the phase (to 2.4
    /// degrees at 0.5 Hz, 0.4 at 1 Hz) and leaves every height as it is.</summary>
    public static readonly BiquadCoefficients Unbend = new(0.9906193578364677, -1, 0, -0.9906193578364677, 0);

    /// <summary>Low-pass 2.5 Hz, second order: whole slow waves.</summary>
    public static readonly BiquadCoefficients[] Slow =
        [new(0.005542717210280712, 0.011085434420561424, 0.005542717210280712, -1.778631777824585, 0.8008026466657079)];

    /// <summary>Low-pass 4 Hz, second order: K-complexes, eye movements.</summary>
    public static readonly BiquadCoefficients[] Delta =
        [new(0.01335920002785651, 0.02671840005571302, 0.01335920002785651, -1.6474599810769766, 0.7008967811884026)];

    /// <summary>Band-pass 2-6 Hz, fourth order.</summary>
    public static readonly BiquadCoefficients[] Sawtooth =
    [
        new(0.1703822982173776, 0, -0.1703822982173776, -1.6813538569552238, 0.7798921439604283),
        new(0.07840720642711739, 0, -0.07840720642711739, -1.8795935958755112, 0.8987098877918257),
    ];

    /// <summary>Band-pass 4-7 Hz, fourth order.</summary>
    public static readonly BiquadCoefficients[] Theta =
    [
        new(0.10624425265872509, 0, -0.10624425265872509, -1.701021216281307, 0.852917661308826),
        new(0.07360593950071877, 0, -0.07360593950071877, -1.8285749094519606, 0.8981014647625016),
    ];

    /// <summary>Band-pass 8-13 Hz, fourth order.</summary>
    public static readonly BiquadCoefficients[] Alpha =
    [
        new(0.1622805242817372, 0, -0.1622805242817372, -1.279557545355021, 0.7745292873912811),
        new(0.12375709071129372, 0, -0.12375709071129372, -1.5692725623882038, 0.8280533073419613),
    ];

    /// <summary>Band-pass 11-16 Hz, fourth order.</summary>
    public static readonly BiquadCoefficients[] Sigma =
    [
        new(0.1552519322862847, 0, -0.1552519322862847, -1.0288602219864946, 0.782949500977218),
        new(0.12935984285965282, 0, -0.12935984285965282, -1.3554379512004322, 0.8191480258395677),
    ];

    /// <summary>Band-pass 16-30 Hz, fourth order.</summary>
    public static readonly BiquadCoefficients[] Beta =
    [
        new(0.3550195555076516, 0, -0.3550195555076516, 0.31273876302855885, 0.5267383911955712),
        new(0.3305480920813105, 0, -0.3305480920813105, -0.7040793058177431, 0.5593602678535725),
    ];
}
