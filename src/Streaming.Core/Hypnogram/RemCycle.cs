namespace Streaming.Core.Hypnogram;

/// <summary>A sleep cycle: NREM sleep and the R period that ends it. R epochs with less than fifteen minutes without R between them are one
/// period.</summary>
/// <param name="StartSeconds">Study time of the first NREM after the period before, or of R itself where no NREM comes between.</param>
/// <param name="RemStartSeconds">Study time of the first R.</param>
/// <param name="EndSeconds">Study time of the end of the last R.</param>
/// <param name="RemMinutes">Of stage R in the period, without what interrupts it.</param>
public sealed record RemCycle(double StartSeconds, double RemStartSeconds, double EndSeconds, double RemMinutes);
