using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Streaming.Service.Ingest;

/// <summary>Where a descriptor that came again differs from the one that was taken: the field, never what stands in it.</summary>
internal static class DescriptorChange
{
    /// <returns>As in <c>channels[3].label</c>; empty where nothing differs that this version knows.</returns>
    public static string Of(IMessage taken, IMessage sent)
    {
        foreach (var field in taken.Descriptor.Fields.InFieldNumberOrder())
        {
            var (before, after) = (field.Accessor.GetValue(taken), field.Accessor.GetValue(sent));
            if (field.IsRepeated)
            {
                var (first, second) = ((IList)before, (IList)after);
                if (first.Count != second.Count) return field.Name;
                for (var i = 0; i < first.Count; i++)
                {
                    if (Of(field, first[i], second[i], $"{field.Name}[{i}]") is { Length: > 0 } place) return place;
                }
            }
            else if (Of(field, before, after, field.Name) is { Length: > 0 } place)
            {
                return place;
            }
        }
        return "";
    }

    private static string Of(FieldDescriptor field, object? before, object? after, string name)
    {
        if (Equals(before, after)) return "";
        if (field.FieldType != FieldType.Message || before is null || after is null) return name;
        var within = Of((IMessage)before, (IMessage)after);
        return within.Length == 0 ? name : $"{name}.{within}";
    }
}
