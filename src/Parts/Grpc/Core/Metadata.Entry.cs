using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One header: a lower-case key with text, or with bytes where the key ends in "-bin".</summary>
    public sealed class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        public Entry(string key, string value)
        {
            Key = NormalizeKey(key);
            ArgumentNullException.ThrowIfNull(value);
            if (IsBinary)
                throw new ArgumentException($"Key '{Key}' ends in '{BinaryHeaderSuffix}' and takes bytes, not text.", nameof(key));
            if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') is var bad and >= 0)
                throw new ArgumentException(
                    $"Value of '{Key}' holds U+{(int)value[bad]:X4} at {bad}; text metadata is printable ASCII.", nameof(value));
            _text = value;
        }

        public Entry(string key, byte[] valueBytes)
        {
            Key = NormalizeKey(key);
            ArgumentNullException.ThrowIfNull(valueBytes);
            if (!IsBinary)
                throw new ArgumentException($"Key '{Key}' takes text; bytes need a key that ends in '{BinaryHeaderSuffix}'.", nameof(key));
            _bytes = valueBytes.ToArray();
        }

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        public string Value => _text ?? throw new InvalidOperationException($"'{Key}' is binary; read ValueBytes.");

        public byte[] ValueBytes => _bytes?.ToArray() ?? Encoding.ASCII.GetBytes(_text!);

        public override string ToString() => IsBinary ? $"[Entry: key={Key}, {_bytes!.Length} bytes]" : $"[Entry: key={Key}, value={_text}]";

        internal string ToHeaderValue() => _text ?? Convert.ToBase64String(_bytes!).TrimEnd('=');

        private static string NormalizeKey(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var lower = key.ToLowerInvariant();
            foreach (var c in lower)
            {
                if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-'))
                    throw new ArgumentException($"Metadata key '{key}' holds '{c}'; letters, digits, '.', '_' and '-' are allowed.", nameof(key));
            }

            return lower;
        }
    }
}
