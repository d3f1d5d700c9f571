using System.CommandLine;
using Streaming.Parts.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>sign: a technologist vouches for a night that has ended.</summary>
internal static class SignCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var author = AuthorOption.Create();
        var comment = new Option<string>("--comment") { Description = "Kept with the signature; with --withdraw it says why", DefaultValueFactory = _ => "" };
        var first = new Option<long?>("--first") { Description = "First epoch that was gone through; the night's first where nothing is said" };
        var last = new Option<long?>("--last") { Description = "Last epoch that was gone through; the night's last where nothing is said" };
        var withdraw = new Option<bool>("--withdraw") { Description = "Take the standing signature back" };
        var command = new Command("sign", "Sign a night that has ended; what is changed afterwards supersedes the signature")
            { night, author, comment, first, last, withdraw };
        command.Validators.Add(result =>
        {
            if (result.TryRead(withdraw, out var isWithdrawn) && isWithdrawn && string.IsNullOrEmpty(result.GetValue(comment))) result.AddError("--withdraw needs --comment: it says why.");
        });
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var reference = NightArgument.Parse(arguments.GetRequiredValue(night));
            // What is signed is what was there a moment ago: an edit in between is refused, not covered.
            var seen = await client.GetNightAsync(new GetNightRequest { Night = reference }, options);
            var request = new SignNightRequest
            {
                Night = new NightRef { StudyId = seen.Study.StudyId },
                Author = arguments.GetRequiredValue(author),
                Comment = arguments.GetValue(comment) ?? "",
                ExpectedSequence = seen.CommitSequence,
                Withdraw = arguments.GetValue(withdraw),
            };
            if (arguments.GetValue(first) is { } from) request.FirstEpoch = from;
            if (arguments.GetValue(last) is { } to) request.LastEpoch = to;
            var signature = (await client.SignNightAsync(request, options)).Signature;
            Console.WriteLine($"{seen.Site}/{seen.Bed} study {signature.StudyId}: {MarkWords.Of(signature)}");
            if (!request.Withdraw)
                Console.WriteLine($"epochs with a person's word: {seen.Review.ReviewedEpochs} of {seen.Review.Epochs}, changed: {seen.Review.ChangedEpochs}");
        }, cancellationToken));
        return command;
    }
}
