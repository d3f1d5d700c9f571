using System.CommandLine;
using System.Globalization;

namespace Streaming.Training.Commands;

/// <summary>Reads numbers that have a least value; a lesser one is refused with option, value and limit.</summary>
internal static class OptionLimits
{
    /// <exception cref="CommandException">The value is less.</exception>
    public static int AtLeast(this ParseResult parse, Option<int> option, int least) =>
        parse.GetValue(option) is var value && value >= least ? value : throw Refusal(option, value, $"{least} or more");

    /// <summary>The same where nothing need be given.</summary>
    public static int? AtLeast(this ParseResult parse, Option<int?> option, int least) =>
        parse.GetValue(option) is not { } value || value >= least ? parse.GetValue(option) : throw Refusal(option, value, $"{least} or more");

    /// <summary>A number above 0, not infinite.</summary>
    public static double AboveZero(this ParseResult parse, Option<double> option) =>
        parse.GetValue(option) is var value && value > 0 && double.IsFinite(value) ? value : throw Refusal(option, value, "above 0");

    /// <summary>Whether a person gave the option, whatever its value.</summary>
    public static bool IsGiven(this ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    /// <param name="option">By its name.</param>
    /// <param name="value">As it was understood.</param>
    /// <param name="limit">What it must be.</param>
    public static CommandException Refusal(Option option, IFormattable value, string limit) =>
        new($"{option.Name} is {value.ToString(null, CultureInfo.InvariantCulture)}; it must be {limit}.");
}
