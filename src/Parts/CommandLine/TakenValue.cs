using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Streaming.Parts.CommandLine;

/// <summary>What an option or an argument takes.</summary>
/// <param name="Name">As it is typed, or as help names it.</param>
/// <param name="Type">Of one value.</param>
/// <param name="Description">As help has it; says the limits.</param>
/// <param name="TakesEmpty">Nothing at all, <c>''</c>, is a value.</param>
internal sealed record TakenValue(string Name, Type Type, string? Description, bool TakesEmpty = false)
{
    /// <summary>Of an enumeration: what may be said.</summary>
    public IReadOnlyList<string> Names => [.. Enum.GetNames(Type).Select(name => name.ToLowerInvariant())];

    public static TakenValue? Of(SymbolResult? given) => given switch
    {
        OptionResult { Option: var option } => new(option.Name, One(option.ValueType), option.Description, option.HasDefaultValue && option.GetDefaultValue() is ""),
        ArgumentResult { Parent: OptionResult parent } => Of(parent),
        ArgumentResult { Argument: var argument } => new(argument.Name, One(argument.ValueType), argument.Description),
        _ => null,
    };

    /// <summary>Where nothing stands after the option.</summary>
    public string Missing => $"{Name} needs a value.{Explained}";

    public string Empty => $"{Name} is empty.{Explained}";

    private string Explained => string.IsNullOrWhiteSpace(Description) ? "" : $" {Name}: {Description.TrimEnd('.')}.";

    public string Refused(string value) => $"{Name} '{value}' is {Fault(value)}.{Explained}";

    private static Type One(Type type)
    {
        var one = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(one) ?? one;
    }

    private string Fault(string value) => Type switch
    {
        { IsEnum: true } => $"none of {string.Join(", ", Names)}",
        _ when Type == typeof(int) => Whole(value, int.MinValue, int.MaxValue),
        _ when Type == typeof(long) => Whole(value, long.MinValue, long.MaxValue),
        _ when Type == typeof(ulong) => Whole(value, ulong.MinValue, ulong.MaxValue),
        _ when Type == typeof(double) || Type == typeof(float) => "not a number",
        _ when Type == typeof(Guid) => "not a UUID, as 01234567-89ab-cdef-0123-456789abcdef is",
        _ when typeof(FileSystemInfo).IsAssignableFrom(Type) => "no path",
        _ => "not what it takes",
    };

    private static string Whole(string value, BigInteger least, BigInteger most) => BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        ? string.Create(CultureInfo.InvariantCulture, $"not from {least} to {most}")
        : least.IsZero ? "not a whole number of 0 or more" : "not a whole number";
}
