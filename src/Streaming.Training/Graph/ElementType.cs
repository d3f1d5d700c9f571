namespace Streaming.Training.Graph;

/// <summary>Element types of the ONNX specification that the graphs here use; the values are its codes.</summary>
internal enum ElementType
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
    Double = 11,
}
