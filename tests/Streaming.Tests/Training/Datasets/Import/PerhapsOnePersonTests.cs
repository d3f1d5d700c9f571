using System.Text;
using System.Text.RegularExpressions;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Import;

namespace Streaming.Tests.Training.Datasets.Import;

public sealed class PerhapsOnePersonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("one-person").FullName;

    [Fact]
    public void Names_that_differ_in_capitals_zeros_or_the_coding_of_accents_are_named()
    {
        Write("P01/a.edf");
        Write("p1/b.edf");
        Write("Jos\u00e9/a.edf");
        Write("Jose\u0301/b.edf");
        Write("P10/a.edf");
        Write("1-11/a.edf");
        Write("11-1/a.edf");
        var lines = Lines();
        Assert.Equal(2, lines.Length);
        Assert.Contains("perhaps one person: 'Jose\u0301', 'Jos\u00e9': their names differ", lines[0], StringComparison.Ordinal);
        Assert.Contains("perhaps one person: 'P01', 'p1': their names differ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Subject_of_an_import_before_is_held_against_those_of_this_one()
    {
        Write("P01/a.edf");
        Assert.Empty(Lines());
        File.Move(At("P01/a.edf"), Path.Combine(_folder, "elsewhere.edf"));
        Write("p01/b.edf");
        Assert.Contains("'P01', 'p01'", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_whose_headers_name_one_patient_are_named_and_the_patient_is_not()
    {
        Write("P01/a.edf", "MRN-4711 F 02-MAR-1970 Mary_Doe");
        Write("P02/a.edf", "mrn-4711 X X X");
        Write("P03/a.edf", "MRN-4712 F 02-MAR-1970 Mary_Doe");
        Write("P04/a.edf", "X F X Female_33yr");
        Write("P05/a.edf", "X F X Female_33yr");
        Write("P06/a.edf", "patient");
        Write("P07/a.edf", "patient");
        var line = Assert.Single(Lines());
        Assert.Contains("perhaps one person: 'P01', 'P02': the headers of their recordings name the same patient", line, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Doe", line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_recorder_writes_into_every_header_is_no_patient()
    {
        foreach (var person in (string[])["A", "B", "C", "D", "E"]) Write($"{person}/night.edf", "PATIENT1 X X X");
        Assert.Empty(Lines());
    }

    [Fact]
    public void Nights_of_one_subject_are_one_person_already()
    {
        Write("P01/a.edf", "MRN-4711 F X X");
        Write("P01/b.edf", "MRN-4711 F X X");
        Assert.Empty(Lines());
    }

    [Fact]
    public void Recordings_without_a_rule_for_subjects_are_said_to_be_a_person_each()
    {
        var remarks = new List<string>();
        Layouts.Of("edf", At("")).Find([At("P01_night1.edf"), At("P01_night2.edf")], remarks);
        Assert.Contains("each recording is taken for a person of its own", Assert.Single(remarks), StringComparison.Ordinal);
        remarks.Clear();
        Layouts.Of("edf", At(""), new Regex("(P..)")).Find([At("P01_night1.edf"), At("P01_night2.edf")], remarks);
        Assert.Empty(remarks);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Lines()
    {
        var cache = NightCache.Create(Path.Combine(_folder, "cache"));
        var results = new Importer(Layouts.Of("edf", At(""), new Regex("^([^/]+)/")), cache, new ImportOptions(), TimeProvider.System, TextWriter.Null)
            .Run(At(""), TestContext.Current.CancellationToken);
        Assert.All(results, result => Assert.Null(result.Problem));
        return [.. PerhapsOnePerson.Lines(results, cache.Subjects("edf"))];
    }

    private string At(string name) => Path.Combine(_folder, "data", name);

    private void Write(string name, string patient = "X X X X")
    {
        SmallRecording.Write(At(name), 60, SmallRecording.Pages(30, "Sleep stage W", "Sleep stage N2"));
        using var file = File.OpenWrite(At(name));
        file.Position = 8;
        file.Write(Encoding.Latin1.GetBytes(patient.PadRight(80)));
    }
}
