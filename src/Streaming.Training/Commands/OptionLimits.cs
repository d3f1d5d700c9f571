using System.CommandLine;
using System.Globalization;

namespace Streaming.Training.Commands;

/// <summary>Reads numbers that have limits; one beyond them is refused with option, value and limit.</summary>
internal static class OptionLimits
{
    /// <summary>Epochs of the longest simulated night, 24 h.</summary>
    public const int MostEpochs = 2880;

    /// <summary>More threads than a machine has processors help nobody.</summary>
    public const int MostThreads = 256;

    /// <exception cref="CommandException">The value is less.</exception>
    public static int AtLeast(this ParseResult parse, Option<int> option, int least) =>
        parse.GetValue(option) is var value && value >= least ? value : throw Refusal(option, value, $"{least} or more");

    /// <exception cref="CommandException">The value is less, or more.</exception>
    public static int Within(this ParseResult parse, Option<int> option, int least, int most) =>
        parse.GetValue(option) is var value && value >= least && value <= most ? value : throw Refusal(option, value, $"{least} to {most}");

    /// <summary>The same where nothing need be given.</summary>
    public static int? AtLeast(this ParseResult parse, Option<int?> option, int least) =>
        parse.GetValue(option) is not { } value || value >= least ? parse.GetValue(option) : throw Refusal(option, value, $"{least} or more");

    /// <summary>A number above 0, not infinite.</summary>
    public static double AboveZero(this ParseResult parse, Option<double> option) =>
        parse.GetValue(option) is var value && value > 0 && double.IsFinite(value) ? value : throw Refusal(option, value, "above 0");

    /// <summary>Whether a person gave the option, whatever its value.</summary>
    public static bool IsGiven(this ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>What is given counts, or is refused: nobody is to wait for hours for a run that took no notice.</summary>
    /// <param name="why">Follows the option's name: what it is for, and what stands against it.</param>
    /// <param name="options">Those that would be ignored.</param>
    /// <exception cref="CommandException">One of them was given.</exception>
    public static void RefuseGiven(this ParseResult parse, string why, params Option[] options)
    {
        if (Array.Find(options, parse.IsGiven) is { } idle) throw new CommandException($"{idle.Name} {why}");
    }

    /// <param name="option">By its name.</param>
    /// <param name="value">As it was understood.</param>
    /// <param name="limit">What it must be.</param>
    public static CommandException Refusal(Option option, IFormattable value, string limit) =>
        new($"{option.Name} is {value.ToString(null, CultureInfo.InvariantCulture)}; it must be {limit}.");
}
