using Google.Protobuf.WellKnownTypes;
using Streaming.Tests.Service;
using Streaming.Tests.Service.Exporting;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>The report's chart as a browser draws it: what is written in it is inside it, and nothing is written over something else.</summary>
[Collection<BrowserCollection>]
public sealed class ReportChartTests
{
    [Theory]
    [InlineData("Europe/Berlin")] // clocks are put back in the third minute
    [InlineData("America/Argentina/ComodRivadavia")] // no zone has a longer name
    public async Task Whole_of_every_word_is_in_the_chart(string zone)
    {
        await using var host = await ServiceHost.StartAsync(settings: [$"Exporting:TimeZone={zone}"]);
        var study = new TestStudy(310, seed: 631);
        study.Descriptor.Start = new DateTimeOffset(2026, 10, 25, 0, 58, 0, TimeSpan.Zero).ToTimestamp();
        await host.FeedAsync("bed-1", study);
        await host.EndedNightAsync(study.Id);
        await host.Client.OverrideAsync(
            new OverrideRequest { Night = new NightRef { StudyId = study.Id }, Epoch = 0, Stage = Stage.W, Author = "rt" }, cancellationToken: TestContext.Current.CancellationToken);
        var path = Path.Combine(host.Store, "report.html");
        await File.WriteAllBytesAsync(path, (await ExportedNight.GetAsync(host.Client, study.Id, ExportFormat.ReportHtml)).Bytes, TestContext.Current.CancellationToken);
        await using var page = BrowserPage.Open(1000, 800);

        await page.GoAsync(new Uri(path).AbsoluteUri);

        await page.ShotAsync("report-chart");
        Assert.Equal("", (await page.EvaluateAsync(
            """
            (() => {
              const [, , width, height] = document.querySelector('svg').getAttribute('viewBox').split(' ').map(Number);
              const texts = [...document.querySelectorAll('svg text')].map((text) => ({ words: text.textContent, box: text.getBBox() }));
              const isOut = ({ box }) => box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height;
              // Of a line of text a sixth is air, above and below.
              const isOver = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y + a.height / 6 < b.y + b.height * 5 / 6 && b.y + b.height / 6 < a.y + a.height * 5 / 6;
              const over = texts.flatMap((one, at) => texts.slice(at + 1).filter((other) => isOver(one.box, other.box)).map((other) => `${one.words} over ${other.words}`));
              return [...texts.filter(isOut).map(({ words }) => `${words} is cut off`), ...over].join('; ');
            })()
            """)).GetString());
    }
}
