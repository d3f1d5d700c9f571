using System.CommandLine;
using System.CommandLine.Parsing;

namespace Streaming.Parts.CommandLine;

/// <summary>For validators: they run before it is known that a value can be read, and asking for one that cannot throws.</summary>
public static class ReadableValue
{
    /// <returns>False: what was given cannot be read, which the parser says by itself.</returns>
    public static bool TryRead<T>(this SymbolResult result, Option<T> option, out T? value)
    {
        try
        {
            value = result.GetValue(option);
            return true;
        }
        catch (InvalidOperationException)
        {
            value = default;
            return false;
        }
    }
}
