using System.CommandLine;
using System.Globalization;
using Streaming.Parts.CommandLine;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;

namespace Streaming.Service.Access;

/// <summary><c>token issue|list|revoke</c>, <c>audit</c> and <c>backup</c>: what is done where the store is, also while the service runs; and <c>forget</c>, while it
/// does not.</summary>
internal sealed class StoreCommand(TimeProvider time, string defaultStore)
{
    private const int MaximumDays = 3650;

    private readonly Option<string> _store = new("--store")
    {
        Description = "The store's folder (Recording:Folder)",
        DefaultValueFactory = _ => defaultStore,
        Recursive = true,
    };

    public static bool IsMeant(string[] args) => args.Length > 0 && args[0] is "token" or "audit" or "backup" or "forget";

    public Task<int> InvokeAsync(string[] args) => Build().Parse(args).RunAsync(new InvocationConfiguration());

    public RootCommand Build() => new("Streaming service: who may call, copies of the store, and deleting a night")
    {
        _store, new Command("token", "Access tokens") { Issue(), List(), Revoke() }, Audit(), Backup(), new ForgetCommand(time, _store).Build(),
    };

    private Command Issue()
    {
        var name = new Option<string>("--name") { Description = "Whose it is, 1 to 100 characters: a station or a duty, never a patient", Required = true };
        var role = new Option<Role>("--role") { Description = "viewer, technologist or admin", DefaultValueFactory = _ => Role.Viewer };
        var (site, bed) = (Place("--site", "Only this site"), Place("--bed", "Only this bed of the site"));
        var days = new Option<int>("--days") { Description = $"Days until it expires, 1 to {MaximumDays}", DefaultValueFactory = _ => 90 };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: >= 1 and <= 100 }) result.AddError("--name takes 1 to 100 characters.");
        });
        days.Validators.Add(result =>
        {
            if (result.TryRead(days, out var number) && number is < 1 or > MaximumDays) result.AddError($"--days takes 1 to {MaximumDays}.");
        });
        var command = new Command("issue", "Make a token; it is shown once and kept as a hash") { name, role, site, bed, days };
        command.Validators.Add(result =>
        {
            if (result.GetResult(bed) is not null && result.GetResult(site) is null) result.AddError("--bed needs --site: beds are named within a site.");
        });
        // Before the first start too: a token can be at hand when the service is.
        command.SetAction(arguments => With(arguments, AccessStore.Open, store =>
        {
            var now = time.GetUtcNow();
            var grant = new TokenGrant(
                TokenSecret.CreateId(), arguments.GetValue(name)!, arguments.GetValue(role),
                new Scope(arguments.GetValue(site) ?? "", arguments.GetValue(bed) ?? ""), now, now.AddDays(arguments.GetValue(days)), null);
            var secret = TokenSecret.Create();
            store.Add(grant, secret);
            store.Audit(now, "command line", "token-issue", Describe(grant));
            Console.Error.WriteLine($"{Describe(grant)}\nThe token, shown this once:");
            Console.WriteLine(secret);
            return 0;
        }));
        return command;
    }

    private static Option<string> Place(string name, string description)
    {
        var option = new Option<string>(name) { Description = description };
        option.Validators.Add(result =>
        {
            var place = result.GetValueOrDefault<string>() ?? "";
            if (!BedKey.IsName(place)) result.AddError($"{name} '{place}' is no name: 1 to 64 characters of A-Z a-z 0-9 - _ .");
        });
        return option;
    }

    private Command List()
    {
        var command = new Command("list", "All tokens, without their secrets");
        command.SetAction(arguments => With(arguments, AccessStore.OpenExisting, store =>
        {
            foreach (var grant in store.All()) Console.WriteLine($"{Describe(grant)} {grant.FaultAt(time.GetUtcNow()) ?? "good"}");
            return 0;
        }));
        return command;
    }

    private Command Revoke()
    {
        var id = new Argument<string>("ID") { Description = "As token list shows it" };
        var command = new Command("revoke", "Refuse a token from now on; its streams end at their next heartbeat") { id };
        command.SetAction(arguments => With(arguments, AccessStore.OpenExisting, store =>
        {
            var now = time.GetUtcNow();
            if (!store.Revoke(arguments.GetRequiredValue(id), now))
            {
                Console.Error.WriteLine($"token: no token {arguments.GetRequiredValue(id)} that is not revoked already");
                return 1;
            }
            store.Audit(now, "command line", "token-revoke", arguments.GetRequiredValue(id));
            return 0;
        }));
        return command;
    }

    private Command Audit()
    {
        var limit = new Option<int>("--last") { Description = "How many lines, 1 or more", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            if (result.TryRead(limit, out var lines) && lines < 1) result.AddError("--last takes 1 or more.");
        });
        var command = new Command("audit", "What was refused, edited, exported, issued and revoked; newest first") { limit };
        command.SetAction(arguments => With(arguments, AccessStore.OpenExisting, store =>
        {
            foreach (var entry in store.AuditTail(arguments.GetValue(limit)))
                Console.WriteLine($"{entry.At.ToString("u", CultureInfo.InvariantCulture)} {entry.Action} by {entry.Peer}: {entry.Outcome}");
            return 0;
        }));
        return command;
    }

    private Command Backup()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the copy goes: not there yet, or empty" };
        var command = new Command("backup", "Copy the store, also while the service runs, so that the copy can be opened") { folder };
        command.SetAction(arguments =>
        {
            var (store, target) = (arguments.GetRequiredValue(_store), arguments.GetRequiredValue(folder));
            try
            {
                var (files, bytes) = StoreBackup.Copy(store, target);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"backup: {target} holds {files} files, {bytes >> 20} MiB, of {store}"));
                return 0;
            }
            catch (Exception refusal) when (StartRefusal.Of(refusal) is not null)
            {
                Console.Error.WriteLine($"backup: {refusal.Message}");
                return 1;
            }
        });
        return command;
    }

    private int With(ParseResult arguments, Func<string, AccessStore> open, Func<AccessStore, int> work)
    {
        try
        {
            using var store = open(arguments.GetRequiredValue(_store));
            return work(store);
        }
        catch (DirectoryNotFoundException none)
        {
            Console.Error.WriteLine(none.Message);
            return 1;
        }
        catch (Exception refusal) when (StartRefusal.Of(refusal) is not null)
        {
            Console.Error.WriteLine($"{arguments.GetRequiredValue(_store)}: {StartRefusal.Of(refusal)}");
            return 1;
        }
    }

    private static string Describe(TokenGrant grant) => string.Create(
        CultureInfo.InvariantCulture, $"{grant.Id} '{grant.Name}' {grant.Role.ToString().ToLowerInvariant()} {grant.Scope} until {grant.Expires:yyyy-MM-dd}");
}
