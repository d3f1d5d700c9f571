using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Simulates polysomnography: physiologically plausible, seeded, with every event known. It proves machinery, never accuracy.</summary>
/// <param name="options">What kind of night.</param>
/// <param name="seed">Same options and seed, same night.</param>
public sealed class NightSimulator(NightSimulatorOptions options, ulong seed)
{
    private const ulong BodyStream = 1, RecorderStream = 2, SampleStream = 3, ArtefactStream = 4;

    /// <param name="studyId">Fresh for every run.</param>
    /// <param name="start">Wall clock at sample 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentException">The night to follow is empty, of two lengths, or has a stage or row that none is.</exception>
    public SimulatedNight Simulate(Guid studyId, DateTimeOffset start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1);
        if (options.RateHz is { } rate) ArgumentOutOfRangeException.ThrowIfLessThan(rate, 100);
        options.Follow?.Check();
        var random = new SeededRandom(seed, RecorderStream);
        var origin = options.RandomRecorder ? new Rational(random.Below(300), 10) : Rational.Zero;
        if (options.Follow is not null) origin = Rational.Zero; // the body is then the same on every recorder
        var channels = SimulatedMontage.Draw(options.Layout, options.RateHz, random);
        if (options.RandomRecorder) channels = [.. channels.Select(channel => channel.Vary(random))];
        var traits = Recorders(channels, random);
        var plan = Plan((double)origin, out var scored);
        var spans = ChannelArtefacts.Draw(channels, plan.Seconds, options.ArtefactsPerHour, new SeededRandom(seed, ArtefactStream));
        var study = new Study(studyId, start, origin, [.. channels.Select(Describe)]) { Pseudonym = $"SIM{seed}" };
        return new SimulatedNight(study, plan.Seconds, () => Samples(study, plan, channels, traits, spans), () => Cortex(plan))
        {
            Stages = plan.Stages,
            ScoredStages = scored,
            Events = Events(plan, spans, traits),
        };
    }

    private NightPlan Plan(double originSeconds, out Stage[] scored)
    {
        var random = new SeededRandom(seed, BodyStream);
        var subject = new SubjectTraits(random);
        var stages = options.Follow is { } followed ? [.. followed.Stages] : Stages(subject, random);
        scored = SimulatedScorer.Score(stages, random);
        var plan = new NightPlan(subject, stages, originSeconds);
        var states = new StatePlanner(plan, random, options.ArtefactsPerHour);
        states.PlaceStages();
        new BandPowerProcess(plan, random).Fill(options.Follow?.LogPowers);
        states.Fill();
        new WavePlanner(plan, random).Fill();
        return plan;
    }

    private Stage[] Stages(SubjectTraits subject, SeededRandom random)
    {
        var skip = options.StartsAnywhere ? random.Below(900) : 0;
        return new SleepArchitecture(random, subject.Age).Draw(skip + options.Epochs)[skip..];
    }

    private RecorderTraits[] Recorders(IReadOnlyList<SimulatedChannel> channels, SeededRandom random)
    {
        var gain = Math.Exp(random.Between(Math.Log(0.4), Math.Log(2.5)));
        var mains = random.Chance(0.5) ? 50 : 60;
        return [.. channels.Select(_ => options.RandomRecorder ? RecorderTraits.Draw(random, gain, mains) : RecorderTraits.WellKept)];
    }

    private IEnumerable<SampleBlock> Samples(
        Study study, NightPlan plan, IReadOnlyList<SimulatedChannel> channels, RecorderTraits[] traits, IReadOnlyList<ChannelArtefact> artefacts)
    {
        var sources = new CorticalSources(plan, new SeededRandom(seed, SampleStream));
        var amplifiers = channels.Select((channel, number) =>
            new SimulatedAmplifier(channel, traits[number], new SeededRandom(seed, SampleStream + 16 + (ulong)number))).ToArray();
        var buffer = new SourceSecond();
        for (var second = 0; second < plan.Seconds; second++)
        {
            sources.Next(second, buffer);
            var runs = new ChannelSamples[amplifiers.Length];
            for (var number = 0; number < runs.Length; number++)
            {
                var (pop, off) = ChannelArtefacts.At(artefacts, number, second);
                var values = amplifiers[number].Next(second, buffer, plan.ChinTone[second], plan.Muscle[second], pop, off);
                runs[number] = new ChannelSamples(number, (long)second * values.Length, values);
            }
            yield return new SampleBlock(study.Id, runs);
        }
    }

    private IEnumerable<float[][]> Cortex(NightPlan plan)
    {
        var sources = new CorticalSources(plan, new SeededRandom(seed, SampleStream));
        var buffer = new SourceSecond();
        for (var second = 0; second < plan.Seconds; second++)
        {
            sources.Next(second, buffer);
            yield return [.. Enumerable.Range(SourceSecond.Frontal, NightPlan.Regions).Select(region => buffer[region][SourceSecond.History..])];
        }
    }

    private static Channel Describe(SimulatedChannel channel, int number) =>
        new(number, channel.Label, channel.Kind, "uV", channel.RateHz, SimulatedAmplifier.Scaling);

    private static List<SimulatedEvent> Events(NightPlan plan, IReadOnlyList<ChannelArtefact> artefacts, RecorderTraits[] traits)
    {
        var events = new List<SimulatedEvent>(plan.Spells);
        events.AddRange(plan.Waves.Select(wave => new SimulatedEvent(
            wave.Kind, wave.OnsetSeconds, wave.DurationSeconds, StrongestRow(wave), null, Math.Abs(wave.AmplitudeMicrovolts))));
        events.AddRange(artefacts.Select(artefact => new SimulatedEvent(
            artefact.PopMicrovolts != 0 ? SimulatedEventKind.ElectrodePop : SimulatedEventKind.LeadOff,
            artefact.Second, artefact.Seconds, null, artefact.Channel, Math.Abs(artefact.PopMicrovolts))));
        for (var channel = 0; channel < traits.Length; channel++)
        {
            if (traits[channel].HeartMicrovolts > 0)
                events.Add(new SimulatedEvent(SimulatedEventKind.HeartLeakage, 0, plan.Seconds, null, channel, traits[channel].HeartMicrovolts));
            if (traits[channel].HumMicrovolts > 0)
                events.Add(new SimulatedEvent(SimulatedEventKind.Hum, 0, plan.Seconds, null, channel, traits[channel].HumMicrovolts));
        }
        events.Sort((a, b) => a.OnsetSeconds.CompareTo(b.OnsetSeconds));
        return events;
    }

    private static DerivationRow StrongestRow(PlannedWave wave)
    {
        if (wave.Eye != 0 || wave.Lid != 0) return DerivationRow.LeftEye;
        if (wave.Frontal >= wave.Central && wave.Frontal >= wave.Occipital) return DerivationRow.Frontal;
        return wave.Central >= wave.Occipital ? DerivationRow.Central : DerivationRow.Occipital;
    }
}
