using System.CommandLine;
using System.Globalization;
using Streaming.Service.Recording;

namespace Streaming.Service.Access;

/// <summary><c>forget STUDY --by NAME</c>: one night is deleted from a store that no service holds, and the audit says by whom.</summary>
internal sealed class ForgetCommand(TimeProvider time, Option<string> store)
{
    private const int MaximumNameLength = 100;

    public Command Build()
    {
        var study = new Argument<Guid>("STUDY") { Description = "Its UUID, as the name of its recording holds it" };
        var by = new Option<string>("--by") { Description = "Who deletes it, 1 to 100 characters, for the audit; never a patient", Required = true };
        by.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>()?.Trim() is not { Length: >= 1 and <= MaximumNameLength }) result.AddError($"--by takes 1 to {MaximumNameLength} characters.");
        });
        var command = new Command("forget", "Delete one night that is over, for good; the service must be stopped meanwhile") { study, by };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetRequiredValue(store), arguments.GetRequiredValue(study), arguments.GetRequiredValue(by).Trim(), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(string folder, Guid study, string by, CancellationToken cancellationToken)
    {
        var erasure = new StudyErasure(folder, time);
        erasure.Begins += step => Console.Error.WriteLine($"forget: {step} …");
        // Before the rest is done: whatever happens then, it is on record.
        erasure.Forgets += forgotten => Audit(folder, $"command line, {by}", $"study {forgotten.StudyId} deleted");
        try
        {
            Report(folder, await erasure.EraseAsync(study, by, cancellationToken));
            return 0;
        }
        catch (StoreInUseException)
        {
            Console.Error.WriteLine(
                $"forget: a service runs on '{folder}'. Stop it, delete, start it again: the broker keeps what comes meanwhile, and the nights go on where they were.");
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("forget: stopped; the same command begins again, or finishes what was begun.");
        }
        catch (Exception refusal) when (refusal is ErasureRefusedException or InvalidOperationException || StartRefusal.Of(refusal) is not null)
        {
            Console.Error.WriteLine($"forget: {StartRefusal.Of(refusal) ?? refusal.Message}");
        }
        return 1;
    }

    private static void Report(string folder, ErasedStudy erased)
    {
        var study = erased.Study;
        if (study.Places is not { } places)
        {
            Console.WriteLine($"forget: study {study.StudyId} was deleted at {study.At.ToString("u", CultureInfo.InvariantCulture)} by {study.Author}; nothing of it is left");
            return;
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            forget: study {study.StudyId} is deleted from {folder}{(erased.IsNew ? "" : $", as begun at {study.At:u} by {study.Author}")}
              night log: {study.Removed}
              recordings: {(erased.Recordings.Count == 0 ? "none" : string.Join(", ", erased.Recordings))}
              journal: {places.Count(place => place.IsRecord)} messages, {places.Sum(place => (long)place.Length)} bytes blanked
            It is still in every backup made before, and its descriptor and last stage may be retained by the broker: docs/store.md says how they go.
            """));
    }

    private void Audit(string folder, string peer, string outcome)
    {
        using var audit = AccessStore.Open(folder);
        audit.Audit(time.GetUtcNow(), peer, "forget", outcome);
    }
}
