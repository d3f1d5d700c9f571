using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service.Ingest;

/// <summary>A refusal names the field, the value and the limit, in the words of the contract.</summary>
public sealed class RefusalWordsTests
{
    public static TheoryData<string> Refusals => [.. Refused.Keys];

    public static TheoryData<string> Places => [.. Changed.Keys];

    private static Dictionary<string, Action<StudyDescriptor>> Refused { get; } = new()
    {
        ["channel 1: physical_min has 33 characters; 32 may be"] = study => study.Channels[1].PhysicalMin = "-3276.8" + new string('0', 26),
        ["channel 1: physical_max '' is not a decimal number"] = study => study.Channels[1].PhysicalMax = "",
        ["channel 1: rate_hz 200000001/1000001: the denominator, in lowest terms, is not in 1..1000000"] =
            study => study.Channels[1].RateHz = new Rational { Numerator = 200_000_001, Denominator = 1_000_001 },
        ["epoch_origin_seconds 1/1000001: the denominator, in lowest terms, is not in 1..1000000"] =
            study => study.EpochOriginSeconds = new Rational { Numerator = 1, Denominator = 1_000_001 },
    };

    private static Dictionary<string, Action<StudyDescriptor>> Changed { get; } = new()
    {
        [""] = _ => { },
        ["pseudonym"] = study => study.Pseudonym = "other",
        ["start.seconds"] = study => study.Start.Seconds++,
        ["start"] = study => study.Start = null,
        ["channels"] = study => study.Channels.RemoveAt(2),
        ["channels[1].label"] = study => study.Channels[1].Label = "E1-M1",
        ["channels[2].rate_hz.numerator"] = study => study.Channels[2].RateHz.Numerator++,
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Descriptor_is_refused_with_field_value_and_limit(string text)
    {
        var descriptor = new TestStudy(1).Descriptor;
        Refused[text](descriptor);

        Assert.Equal(text, StudyReader.Read(descriptor).Rejection?.Text);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Field_is_named_in_which_a_descriptor_differs_and_nothing_of_what_it_holds(string place)
    {
        var taken = new TestStudy(1).Descriptor;
        var sent = taken.Clone();
        Changed[place](sent);

        Assert.Equal(place, DescriptorChange.Of(taken, sent));
    }
}
