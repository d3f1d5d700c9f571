using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Streaming.Scoring;
using Streaming.Service.Access;
using Streaming.Service.Exporting;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.Service.Serving;
using Xunit;

namespace Streaming.Tests.Docs;

/// <summary>appsettings.json says what the service does without it, and pages name settings that exist.</summary>
public sealed partial class SettingsTests
{
    private static readonly Dictionary<string, object> s_rooms = new()
    {
        [IngestOptions.Section] = new IngestOptions(),
        [FlowOptions.Section] = new FlowOptions(),
        ["Scoring"] = new ScoringOptions(),
        [RecordingOptions.Section] = new RecordingOptions(),
        [AccessOptions.Section] = new AccessOptions(),
        [ServingOptions.Section] = new ServingOptions(),
        [ExportingOptions.Section] = new ExportingOptions(),
        [ObservingOptions.Section] = new ObservingOptions(),
    };

    [Fact]
    public void Settings_in_the_file_exist_and_are_the_defaults()
    {
        var file = new ConfigurationBuilder().AddJsonFile(Repository.At("appsettings.json")).Build();
        Assert.Equal(s_rooms.Keys.Order(StringComparer.Ordinal), file.GetChildren().Select(room => room.Key).Where(key => key != "Logging"));
        var settings = file.AsEnumerable().Where(setting => setting.Value is not null
            && !setting.Key.StartsWith("Logging", StringComparison.Ordinal));
        Assert.All(settings, setting => Assert.Equal(setting.Value, Default(setting.Key), ignoreCase: true));
    }

    [Fact]
    public void Settings_that_pages_name_exist()
    {
        var named = Pages.All.SelectMany(page => Setting().Matches(File.ReadAllText(page)).Select(match => match.Value)).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, setting => Default(setting));
    }

    private static string? Default(string key)
    {
        var parts = key.Split(':');
        object? value = s_rooms[parts[0]];
        foreach (var part in parts.Skip(1))
        {
            var property = value!.GetType().GetProperty(part);
            Assert.True(property is not null, $"There is no setting {key}.");
            value = property.GetValue(value);
        }
        return Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\b(?:Ingest|Flow|Scoring|Recording|Access|Serving|Exporting|Observing):[A-Z]\w+(?::[A-Z]\w+)?")]
    private static partial Regex Setting();
}
