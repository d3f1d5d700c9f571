using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Streaming.Tests.Interop.Grpc;

/// <summary>A descriptor set of a file and all it imports, for peers that make their messages from it.</summary>
internal sealed class DescriptorSetFile : IDisposable
{
    public DescriptorSetFile(FileDescriptor descriptor)
    {
        var set = new FileDescriptorSet();
        Add(set, descriptor);
        File.WriteAllBytes(Path, set.ToByteArray());
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);

    private static void Add(FileDescriptorSet set, FileDescriptor file)
    {
        foreach (var dependency in file.Dependencies)
            Add(set, dependency);
        if (set.File.Any(known => known.Name == file.Name))
            return;
        var proto = FileDescriptorProto.Parser.ParseFrom(file.SerializedData);
        for (var i = 0; i < file.MessageTypes.Count; i++)
            NameForJson(proto.MessageType[i], file.MessageTypes[i]);
        set.File.Add(proto);
    }

    /// <summary>What generated C# carries leaves the JSON names out; a compiler's descriptor set has them, and peers rely on it.</summary>
    private static void NameForJson(DescriptorProto proto, MessageDescriptor message)
    {
        foreach (var field in proto.Field)
            field.JsonName = message.FindFieldByName(field.Name).JsonName;
        for (var i = 0; i < message.NestedTypes.Count; i++)
            NameForJson(proto.NestedType[i], message.NestedTypes[i]);
    }
}
