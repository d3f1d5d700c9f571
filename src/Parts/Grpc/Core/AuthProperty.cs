using System.Text;

namespace Grpc.Core;

/// <summary>One fact about the peer's identity.</summary>
public sealed class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    public string Name { get; }

    public string Value => Encoding.UTF8.GetString(_value);

    public byte[] ValueBytes => _value.ToArray();

    public static AuthProperty Create(string name, byte[] valueBytes) => new(name, valueBytes.ToArray());
}
