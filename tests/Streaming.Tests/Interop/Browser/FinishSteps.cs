using System.Globalization;
using Streaming.Core.Signals.Edf;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>The end of the way: report, signature, files, and an edited one that comes back.</summary>
internal static class FinishSteps
{
    /// <summary>Lights, signature, report, files.</summary>
    public static async Task FinishAsync(BrowserPage page, PageWard ward, string folder)
    {
        await page.ClickAsync("#tab-finish");
        foreach (var (width, height) in ((int, int)[])[(1366, 768), (1920, 1080)]) // to be seen without scrolling, on a laptop too
        {
            await page.ResizeAsync(width, height);
            await page.UntilAsync("document.querySelector('.leaf form .check').getBoundingClientRect().bottom < innerHeight");
            await page.ShotAsync($"finish-unsigned-{width}");
        }
        Assert.Contains("unreviewed", await page.TabTextAsync("text=Open the report"), StringComparison.OrdinalIgnoreCase);
        await page.ClickAsync(".check input");
        await page.AssertAccessibleAsync();
        await page.ClickAsync("text=Sign as AB");
        await page.WaitAsync(".seal.signed");
        Assert.Equal("AB", (await ward.NightAsync(StationPageTests.Ended)).Signatures[^1].Author);
        await page.ShotAsync("finish-1920");
        await page.PressAsync("1"); // a key pressed by mistake
        await page.WaitAsync("dialog[open]");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("signed-question-1920");
        await page.ClickAsync("text=Leave it as it is");
        Assert.Equal(1, await page.CountAsync(".seal.signed"));
        Assert.Contains("AB", await page.TabTextAsync("text=Open the report", BrowserPage.ShotPath("report")), StringComparison.Ordinal);
        foreach (var (name, ending) in ((string, string)[])[("EDF+", ".edf"), ("CSV", ".csv"), ("JSON", ".json"), ("NSRR XML", ".xml"), ("SVG", ".svg")])
        {
            var path = Path.Combine(folder, "night" + ending);
            Assert.EndsWith(ending, await page.DownloadAsync($".files button:has-text('{name}')", path), StringComparison.Ordinal);
            Assert.True(new FileInfo(path).Length > 100, name);
        }
        using var edf = File.OpenRead(Path.Combine(folder, "night.edf"));
        Assert.NotEmpty(EdfReader.Open(edf).Annotations);
    }

    /// <summary>The exported CSV with one stage changed: compared before it is taken over, and the signature no longer holds afterwards.</summary>
    public static async Task BringBackAnEditedFileAsync(BrowserPage page, PageWard ward, string folder)
    {
        var path = Path.Combine(folder, "night.csv");
        var lines = await File.ReadAllLinesAsync(path);
        var header = lines[0].Split(',');
        var (epochAt, stageAt) = (Array.IndexOf(header, "epoch"), Array.IndexOf(header, "stage"));
        var cells = lines[^1].Split(',');
        cells[stageAt] = cells[stageAt] == "N1" ? "N2" : "N1";
        lines[^1] = string.Join(',', cells);
        await File.WriteAllLinesAsync(path, lines);

        await page.ChooseFileAsync("#edited-file", Path.Combine(folder, "night.svg"));
        await page.WaitAsync(".leaf .fault");
        await page.ChooseFileAsync("#edited-file", path);
        await page.WaitAsync("text=1 not as they stand");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("finish-import-1920");
        await page.ClickAsync("text=Apply 1 change");
        await page.WaitAsync("dialog:has-text('The signature of AB then no longer holds')");
        await page.AssertAccessibleAsync();
        await page.ClickAsync("text=Leave it as it is");
        await page.WaitAsync("text=1 not as they stand"); // as it was: nothing is applied, and it can be
        Assert.Equal(SignatureState.Standing, (await ward.NightAsync(StationPageTests.Ended)).Signatures[^1].State);
        await page.ClickAsync("text=Apply 1 change");
        await page.ClickAsync("dialog button.primary");
        await page.WaitAsync("text=/1 of \\d+ stages changed/");
        await page.WaitAsync("text=no longer holds");
        var epoch = long.Parse(cells[epochAt], CultureInfo.InvariantCulture);
        var after = (await ward.NightAsync(StationPageTests.Ended)).Reports.Single(report => report.Epoch == epoch);
        Assert.Equal((cells[stageAt], Revision.Overridden, "AB"), (after.Stage.ToString().ToUpperInvariant(), after.Revision, after.Author));
        // The same annotations in the EDF+ as it was exported: one stage is as before again.
        await page.ChooseFileAsync("#edited-file", Path.Combine(folder, "night.edf"));
        await page.WaitAsync("text=1 not as they stand");
        await page.ClickAsync("text=Leave it");
    }
}
