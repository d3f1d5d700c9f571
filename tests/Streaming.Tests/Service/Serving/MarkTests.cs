using Grpc.Core;
using Streaming.V1;

namespace Streaming.Tests.Service.Serving;

public sealed class MarkTests : IAsyncLifetime
{
    private readonly TestStudy _study = new(100, seed: 41);
    private ServiceHost _host = null!;

    private NightRef Night => new() { StudyId = _study.Id };

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
        await _host.KnownAsync(_study.Id);
        await _host.FeedAsync("bed-1", _study.Blocks());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Marks_of_gateway_and_person_are_kept_in_order_and_watched()
    {
        var happened = new StudyEvent
        {
            StudyId = _study.Id, EventId = Guid.NewGuid().ToString(), AtSeconds = At(3), Position = new PositionChange { Position = BodyPosition.Left },
        };
        await _host.FeedAsync("bed-1", "event", happened);
        await _host.FeedAsync("bed-1", "event", happened); // once more: nothing changes
        await EndAsync();
        var added = await AddAsync(new NightMark { AtSeconds = At(4), Author = "rt", Video = new VideoSync { OffsetSeconds = -12.5 } });

        var night = await _host.Client.GetNightAsync(new GetNightRequest { Night = Night }, cancellationToken: Stop);
        Assert.Equal([("", BodyPosition.Left), ("rt", BodyPosition.Unspecified)], night.Marks.Select(mark => (mark.Author, mark.Position?.Position ?? default)));
        Assert.Equal(added, night.Marks[1]);
    }

    [Theory]
    [InlineData("step")]
    [InlineData("duration_seconds")]
    [InlineData("position")]
    [InlineData("pressure_cm_h2o")]
    [InlineData("expiratory_cm_h2o")]
    [InlineData("offset_seconds")]
    [InlineData("mark")]
    public async Task Nonsense_is_refused_of_a_person_and_of_a_gateway(string field)
    {
        var mark = new NightMark { AtSeconds = At(1), Author = "rt" };
        if (field == "step") mark.Calibration = new BioCalibration { DurationSeconds = 10 };
        if (field == "duration_seconds") mark.Calibration = new BioCalibration { Step = CalibrationStep.Blink, DurationSeconds = double.NaN };
        if (field == "position") mark.Position = new PositionChange { Position = (BodyPosition)9 };
        if (field == "pressure_cm_h2o") mark.Cpap = new Cpap { PressureCmH2O = 41 };
        if (field == "expiratory_cm_h2o") mark.Cpap = new Cpap { PressureCmH2O = 4, ExpiratoryCmH2O = 5 };
        if (field == "offset_seconds") mark.Video = new VideoSync { OffsetSeconds = double.PositiveInfinity };

        var refusal = await Assert.ThrowsAsync<RpcException>(() => AddAsync(mark));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith(field + ":", refusal.Status.Detail, StringComparison.Ordinal);
        if (field == "mark") return;
        var happened = new StudyEvent { StudyId = _study.Id, EventId = Guid.NewGuid().ToString(), AtSeconds = At(1) };
        if (mark.Calibration is { } calibration) happened.Calibration = calibration;
        if (mark.Position is { } position) happened.Position = position;
        if (mark.Cpap is { } cpap) happened.Cpap = cpap;
        if (mark.Video is { } video) happened.Video = video;
        await _host.FeedAsync("bed-1", "event", happened);
        await EndAsync();
        Assert.Empty((await _host.Client.GetNightAsync(new GetNightRequest { Night = Night }, cancellationToken: Stop)).Marks);
        Assert.Equal(1, (await _host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: Stop)).Beds.Single().RejectedMessages);
    }

    /// <summary>The recorder of these nights says that it is 2024.</summary>
    [Fact]
    public async Task Clock_of_a_recorder_that_is_years_behind_makes_no_night_of_years()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => AddAsync(new NightMark { AtSeconds = At(3 * 3600), Author = "rt", Video = new VideoSync() }));
        Assert.StartsWith("at_seconds: 10800 is beyond the night, which has come at ", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_move_no_stage()
    {
        await EndAsync();
        var before = (await _host.Client.GetNightAsync(new GetNightRequest { Night = Night, AllRevisions = true }, cancellationToken: Stop)).Reports;
        await CalibrateAsync(CalibrationStep.EyesClosed, 5, 20);

        Assert.Equal(before, (await _host.Client.GetNightAsync(new GetNightRequest { Night = Night, AllRevisions = true }, cancellationToken: Stop)).Reports);
    }

    [Fact]
    public async Task Calibration_is_judged_when_its_epochs_are_decided_and_what_follows_is_set_beside_it()
    {
        await EndAsync();
        await CalibrateAsync(CalibrationStep.EyesOpen, 2, 10);
        await CalibrateAsync(CalibrationStep.EyesClosed, 35, 20);
        await CalibrateAsync(CalibrationStep.LookUpDown, 95, 10); // beyond the last whole epoch

        var results = (await _host.Client.GetCalibrationAsync(new GetCalibrationRequest { Night = Night }, cancellationToken: Stop)).Results;

        Assert.Equal(Enum.GetValues<CalibrationStep>().Skip(1), results.Select(result => result.Step));
        Assert.Contains("C4-M1", results[1].Text, StringComparison.Ordinal);
        Assert.Contains("times eyes open", results[1].Text, StringComparison.Ordinal);
        Assert.Equal(CalibrationVerdict.NotJudged, results[3].Verdict);
        Assert.StartsWith("not over yet", results[3].Text, StringComparison.Ordinal);
        Assert.Equal(("not done", CalibrationVerdict.NotJudged), (results[5].Text, results[5].Verdict));
        var later = await _host.Client.ExplainAsync(new ExplainRequest { Night = Night, Epoch = 2 }, cancellationToken: Stop);
        var during = await _host.Client.ExplainAsync(new ExplainRequest { Night = Night, Epoch = 1 }, cancellationToken: Stop);
        var beside = Assert.Single(later.Baselines);
        Assert.Equal(("alpha", results[1].Measures.Single(measure => measure.Name == "alpha").Value), (beside.Name, beside.BaselineValue));
        Assert.Empty(during.Baselines); // the step was not over when the epoch began
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Rational At(int seconds) => new() { Numerator = seconds, Denominator = 1 };

    private async Task EndAsync()
    {
        await _host.FeedAsync("bed-1", "event", _study.End());
        await _host.EndedNightAsync(_study.Id);
    }

    private Task CalibrateAsync(CalibrationStep step, int at, double seconds) => AddAsync(
        new NightMark { AtSeconds = At(at), Author = "rt", Calibration = new BioCalibration { Step = step, DurationSeconds = seconds } });

    private async Task<NightMark> AddAsync(NightMark mark) =>
        (await _host.Client.AddMarkAsync(new AddMarkRequest { Night = Night, Mark = mark }, cancellationToken: Stop)).Mark;
}
