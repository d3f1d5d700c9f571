namespace Streaming.Parts.Mqtt.Codec;

/// <summary>The properties of one packet, in the order of the wire.</summary>
internal sealed class MqttProperties(IReadOnlyList<MqttProperty> items)
{
    public static readonly MqttProperties None = new([]);

    public IReadOnlyList<MqttProperty> Items { get; } = items;

    public IReadOnlyList<KeyValuePair<string, string>> UserProperties => Items.Count == 0
        ? []
        : [.. Items.Where(p => p.Id == MqttPropertyId.UserProperty).Select(p => KeyValuePair.Create(p.Text, p.Value))];

    public uint? Number(MqttPropertyId id) => TryFind(id, out var property) ? property.Number : null;

    public string? Text(MqttPropertyId id) => TryFind(id, out var property) ? property.Text : null;

    private bool TryFind(MqttPropertyId id, out MqttProperty found)
    {
        foreach (var property in Items)
        {
            if (property.Id == id)
            {
                found = property;
                return true;
            }
        }

        found = default;
        return false;
    }
}
