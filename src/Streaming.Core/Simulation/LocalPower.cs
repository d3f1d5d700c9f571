namespace Streaming.Core.Simulation;

/// <summary>A band's planned power in a second and around it; part of it can be taken out of the background.</summary>
internal sealed class LocalPower(NightPlan plan, int band, double bandwidthHz)
{
    private const int AheadSeconds = 5;
    private const double Memory = 0.8; // about as many seconds behind

    private readonly double _unit = plan.Subject.UnitMicrovolts * plan.Subject.UnitMicrovolts * bandwidthHz;
    private double _behind;
    private int _last = -2;

    /// <summary>Tells the next second; nothing has been taken of it and those after it.</summary>
    public void Pass(int second)
    {
        var now = Frontal(second);
        _behind = second == _last + 1 ? Memory * _behind + (1 - Memory) * now : now;
        _last = second;
    }

    /// <summary>Takes a share of the second's power out of the background of all regions; what it was.</summary>
    public RegionPower Take(int second, double share)
    {
        var powers = plan.PowersAt(second);
        var (ahead, seconds) = (0.0, 0);
        for (var next = second; next < Math.Min(plan.Seconds, second + AheadSeconds); next++, seconds++) ahead += Frontal(next);
        var power = new RegionPower(
            Frontal(second), _unit * Math.Exp(powers[NightPlan.Bands + band]), _unit * Math.Exp(powers[2 * NightPlan.Bands + band]),
            0.5 * (_behind + ahead / seconds));
        var left = (float)Math.Log(1 - share);
        for (var region = 0; region < NightPlan.Regions; region++) powers[region * NightPlan.Bands + band] += left;
        return power;
    }

    private double Frontal(int second) => _unit * Math.Exp(plan.PowersAt(second)[band]);
}
