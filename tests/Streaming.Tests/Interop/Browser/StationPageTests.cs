using Streaming.Service.Access;

namespace Streaming.Tests.Interop.Browser;

/// <summary>A technologist's way through the station's page in a real Chromium, against the real service with forty beds; its steps are in the files beside this one.</summary>
[Collection<BrowserCollection>]
public sealed class StationPageTests : IDisposable
{
    internal const string Ended = "bed-ended";
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Technologist_goes_from_the_board_to_a_signed_night()
    {
        await using var ward = await PageWard.StartAsync("Access:Tokens=Always", "Serving:HeartbeatSeconds=1", "Flow:StallSeconds=3600");
        await FillAsync(ward);
        await using var page = BrowserPage.Open();

        await BoardSteps.EnterAsync(page, ward, Role.Technologist);
        await BoardSteps.LookAtTheBoardAsync(page);
        await BedSteps.LookAtABedAsync(page);
        await MarkSteps.MarkAndNoteAsync(page);
        await BedSteps.LookAtAHoleAsync(page);
        await ReviewSteps.ReviewAsync(page, ward);
        await ReviewSteps.GoOnByKeysAfterTheMouseAsync(page, ward);
        await ReviewSteps.ScoreFasterThanTheServiceAnswersAsync(page, ward);
        await FinishSteps.FinishAsync(page, ward, _folder);
        await FinishSteps.BringBackAnEditedFileAsync(page, ward, _folder);
        await page.AssertQuietAsync();
    }

    private static async Task FillAsync(PageWard ward)
    {
        await ward.PlayToTheEndAsync(Ended, epochs: 60, seed: 900);
        await ward.PlayHalfAsync("bed-off", epochs: 14, seed: 901);
        await ward.LoseSamplesAsync("bed-lossy");
        ward.Play("bed", beds: 37, epochs: 960, speed: 6, seed: 1);
    }
}
