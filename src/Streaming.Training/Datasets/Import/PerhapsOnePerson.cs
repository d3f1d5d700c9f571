using System.Text;
using System.Text.RegularExpressions;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>Subjects who may be one person under several names: a split would take them for several, and test on whom it trained on.</summary>
/// <remarks>Told, not joined: whose nights they are is for a person to say. What a header says of a patient is compared and never shown or kept.</remarks>
internal static partial class PerhapsOnePerson
{
    private const int FewSubjects = 3; // more than these, and more than half of all: what a recorder writes into every header

    private const int PatientAt = 8; // in an EDF header
    private const int PatientBytes = 80;

    /// <param name="results">Of the import.</param>
    /// <param name="cached">Subjects of the data set that the cache holds, from imports before too.</param>
    public static IEnumerable<string> Lines(IEnumerable<ImportResult> results, IEnumerable<string> cached)
    {
        FoundStudy[] studies = [.. results.Where(result => result.Outcome != ImportOutcome.Broken).Select(result => result.Study)];
        string[] subjects = [.. studies.Select(study => study.Subject).Concat(cached).Distinct(StringComparer.Ordinal)];
        foreach (var alike in subjects.GroupBy(Spelt, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return Line(alike, "their names differ in no more than capitals, the coding of accents, zeros or separators");
        var people = studies.Select(study => (study.Subject, Patient: Patient(study.Recording))).Where(entry => entry.Patient is not null)
            .GroupBy(entry => entry.Patient!, entry => entry.Subject, StringComparer.OrdinalIgnoreCase);
        foreach (var person in people)
        {
            string[] names = [.. person.Distinct(StringComparer.Ordinal)];
            var isEverybody = names.Length > FewSubjects && 2 * names.Length > subjects.Length;
            if (!isEverybody && names.Select(Spelt).Distinct(StringComparer.Ordinal).Count() > 1) yield return Line(names, "the headers of their recordings name the same patient");
        }
    }

    private static string Line(IEnumerable<string> names, string why) =>
        $"perhaps one person: {string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))}: {why}; a split takes them for different people";

    // Runs of letters and of digits: 'p-07', 'P07' and 'P7' are spelt alike, '1-11' and '11-1' are not. A letter with an accent is one whichever
    // way it is coded, and any: where programs know no cultures, one coding cannot be made of the other.
    private static string Spelt(string subject) =>
        string.Join(' ', Runs().Matches(Accented().Replace(subject.ToUpperInvariant(), "Ä")).Select(run => run.Value.TrimStart('0')));

    // The code, where it looks like one; else all that the field says, where it says more than a name that many bear.
    private static string? Patient(string recording)
    {
        try
        {
            Span<byte> header = stackalloc byte[PatientAt + PatientBytes];
            using var stream = File.OpenRead(recording);
            stream.ReadExactly(header);
            var field = Encoding.Latin1.GetString(header[PatientAt..]).Trim();
            var code = field.Split(' ')[0];
            var text = code.Any(char.IsAsciiDigit) ? code : field;
            return code is "X" || field.EndsWith(EdfHeader.SimulatedPatient, StringComparison.Ordinal) || !text.Any(c => c is >= '1' and <= '9') ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it was read a moment ago; what it says of the patient is a hint and no more
        }
    }

    [GeneratedRegex("\\p{L}+|[0-9]+")]
    private static partial Regex Runs();

    [GeneratedRegex("\\P{M}\\p{M}+|[^\\0-\\x7F]")]
    private static partial Regex Accented();
}
