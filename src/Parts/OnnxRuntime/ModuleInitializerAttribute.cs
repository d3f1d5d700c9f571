namespace System.Runtime.CompilerServices
{
    /// <summary>What the compiler looks for; netstandard2.1 has none.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    internal sealed class ModuleInitializerAttribute : Attribute
    {
    }
}
