namespace System.Runtime.CompilerServices;

/// <summary>Required by the C# compiler for records on netstandard2.0.</summary>
internal static class IsExternalInit;
