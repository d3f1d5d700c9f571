using System.CommandLine;
using Streaming.Parts.CommandLine;
using Streaming.Service.Access;
using Streaming.Tests.Training;

namespace Streaming.Tests.Parts.CommandLine;

/// <summary>What is wrong with a command line is said in a sentence that names the option, the value and what it takes, and no .NET type.</summary>
public sealed class ParseFaultsTests
{
    private static readonly Type[] Typed = [typeof(int), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(Guid), typeof(Uri)];

    private enum Size { Small, Large }

    [Theory]
    [InlineData("--whole x", "--whole 'x' is not a whole number. --whole: How many, 1 to 9.")]
    [InlineData("--whole 9.5", "--whole '9.5' is not a whole number. --whole: How many, 1 to 9.")]
    [InlineData("--whole 99999999999", "--whole '99999999999' is not from -2147483648 to 2147483647. --whole: How many, 1 to 9.")]
    [InlineData("--seed -1", "--seed '-1' is not from 0 to 18446744073709551615. --seed: Of the night.")]
    [InlineData("--seed x", "--seed 'x' is not a whole number of 0 or more. --seed: Of the night.")]
    [InlineData("--first x", "--first 'x' is not a whole number.")]
    [InlineData("--share x", "--share 'x' is not a number. --share: 0 to 1.")]
    [InlineData("--share", "--share needs a value. --share: 0 to 1.")]
    [InlineData("--size huge", "--size 'huge' is none of small, large.")]
    [InlineData("--size 7", "--size '7' is none of small, large.")]
    [InlineData("--size small,large", "--size 'small,large' is none of small, large.")]
    [InlineData("--sizes small --sizes 1", "--sizes '1' is none of small, large.")]
    [InlineData("--kind c", "--kind: Argument 'c' not recognized. Must be one of: 'a' 'b'")]
    public void Value_that_cannot_be_read_is_named_with_what_is_expected(string words, string said) =>
        Assert.Equal(said, Assert.Single(ParseFaults.Of(Root().Parse($"run 3464fc73-1111-2222-3333-444455556666 {words}"))));

    [Theory]
    [InlineData("run x", "STUDY 'x' is not a UUID, as 01234567-89ab-cdef-0123-456789abcdef is. STUDY: Its UUID.")]
    [InlineData("rum x", "'rum' is no command; there are run, store.")]
    [InlineData("store lst", "'lst' is no command of store; there are list.")]
    public void Argument_and_command_too(string words, string said) => Assert.Equal(said, Assert.Single(ParseFaults.Of(Root().Parse(words))));

    [Theory]
    [InlineData("run 3464fc73-1111-2222-3333-444455556666 --size LARGE --whole 9 --share 1e-3 --sizes small --sizes large --flag")]
    [InlineData("store list")]
    public void What_can_be_read_has_no_fault(string words) => Assert.Empty(ParseFaults.Of(Root().Parse(words)));

    [Fact]
    public void Nothing_at_all_is_a_value_where_it_is_the_default_and_nowhere_else()
    {
        Option<string> place = new("--place") { Description = "A folder." }, comment = new("--comment") { DefaultValueFactory = _ => "" };
        var root = new RootCommand { place, comment };
        Assert.Equal("--place is empty. --place: A folder.", Assert.Single(ParseFaults.Of(root.Parse(["--place", "", "--comment", ""]))));
        Assert.Empty(ParseFaults.Of(root.Parse(["--comment", ""])));
    }

    [Fact]
    public void No_typed_option_of_any_program_names_a_type()
    {
        Command[] roots =
        [
            Streaming.Station.CommandLine.Build(TimeProvider.System), new StoreCommand(TimeProvider.System, "store").Build(),
            new Streaming.Replay.ReplayCommand(TimeProvider.System, TextWriter.Null).Root, Streaming.Training.Commands.Verbs.Root(),
        ];
        var seen = 0;
        foreach (var root in roots)
        {
            foreach (var command in All(root))
            {
                foreach (var option in command.Options.Where(option => Typed.Contains(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) || option.ValueType.IsEnum))
                {
                    var said = ParseFaults.Of(root.Parse([.. Path(command), option.Name, "?"])).SingleOrDefault(fault => fault.StartsWith($"{option.Name} '?' is ", StringComparison.Ordinal));
                    Assert.True(said is not null, $"{command.Name} {option.Name}");
                    Assert.DoesNotContain("System.", said, StringComparison.Ordinal);
                    Assert.DoesNotContain("Streaming.", said, StringComparison.Ordinal);
                    seen++;
                }
            }
        }
        Assert.True(seen > 50, $"{seen} options were tried");
    }

    [Theory]
    [InlineData("watch --for x", "--for 'x' is not a number. --for: Stop after this many seconds, above 0, at most 4000000.")]
    [InlineData("review lab/bed --limit x", "--limit 'x' is not a whole number. --limit: How many epochs you have time for, 1 to 5000.")]
    public void Validator_does_not_stumble_over_what_cannot_be_read(string words, string said) =>
        Assert.Equal(said, Assert.Single(ParseFaults.Of(Streaming.Station.CommandLine.Build(TimeProvider.System).Parse(words))));

    [Fact]
    public void Number_is_no_role()
    {
        // It was issued: more than an administrator's.
        var parse = new StoreCommand(TimeProvider.System, "store").Build().Parse("token issue --name a --role 9");
        Assert.Equal("--role '9' is none of viewer, technologist, admin. --role: viewer, technologist or admin.", Assert.Single(ParseFaults.Of(parse)));
    }

    [Fact]
    public async Task Faults_are_lines_on_standard_error_and_the_help_is_not_shown()
    {
        var (status, output, error) = await TrainingProcess.RunAsync("train", "--steps", "x", "--output", "nowhere");
        Assert.Equal(1, status);
        Assert.Equal("", output);
        Assert.Equal(
            "--steps 'x' is not a whole number. --steps: Length of each phase in steps, 1 or more; reproducible bit for bit.\ntrain --help shows the options.\n", error);
    }

    private static RootCommand Root()
    {
        var kind = new Option<string>("--kind");
        kind.AcceptOnlyFromAmong("a", "b");
        return new("root")
        {
            new Command("run")
            {
                new Argument<Guid>("STUDY") { Description = "Its UUID" },
                new Option<int>("--whole") { Description = "How many, 1 to 9." },
                new Option<ulong>("--seed") { Description = "Of the night" },
                new Option<long?>("--first"),
                new Option<double>("--share") { Description = "0 to 1" },
                new Option<Size>("--size"),
                new Option<Size[]>("--sizes"),
                new Option<bool>("--flag"),
                kind,
            },
            new Command("store") { new Command("list") },
        };
    }

    private static IEnumerable<Command> All(Command command) => [command, .. command.Subcommands.SelectMany(All)];

    private static IEnumerable<string> Path(Command command) =>
        command is RootCommand ? [] : [.. Path(command.Parents.OfType<Command>().First()), command.Name];
}
