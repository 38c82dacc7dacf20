using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RnnDsl.Generator.Tests.Scalars;

/// <summary>
/// The methods of TorchSharp that make a <c>Scalar</c> and hand its handle to native code without holding it, directly or through a method they call.
/// They are read from the instructions of the assembly: a later version of TorchSharp is judged by what it does.
/// </summary>
internal static class UnheldScalars
{
    private static readonly (OpCode[] OneByte, OpCode[] TwoBytes) OpCodes = ReadOpCodes();

    /// <summary>The metadata tokens of the methods.</summary>
    public static ImmutableHashSet<int> Tokens { get; } = Read(typeof(global::TorchSharp.torch).Assembly.Location);

    private static ImmutableHashSet<int> Read(string path)
    {
        using var assembly = new PEReader(File.OpenRead(path));
        var metadata = assembly.GetMetadataReader();
        var makers = metadata.MethodDefinitions.Where(method => MakesScalar(metadata, method)).ToHashSet();
        var dispose = metadata.MethodDefinitions.Single(method => Is(metadata, method, "Scalar", "Dispose") && metadata.GetMethodDefinition(method).Attributes.HasFlag(MethodAttributes.Public));
        var calls = metadata.MethodDefinitions.ToDictionary(method => method, method => Calls(assembly, metadata, method));

        // A method that disposes its scalars holds them until then. That of a conversion is its caller's to hold.
        var unheld = calls.Where(method => !makers.Contains(method.Key) && method.Value.Overlaps(makers) && !method.Value.Contains(dispose)).Select(static method => method.Key).ToHashSet();
        for (var count = 0; count != unheld.Count;)
        {
            count = unheld.Count;
            unheld.UnionWith(calls.Where(method => !makers.Contains(method.Key) && method.Value.Overlaps(unheld)).Select(static method => method.Key).ToList());
        }

        return [.. unheld.Select(static method => MetadataTokens.GetToken(method))];
    }

    private static bool MakesScalar(MetadataReader metadata, MethodDefinitionHandle method) =>
        Is(metadata, method, "Scalar", ".ctor") || Is(metadata, method, "Scalar", "op_Implicit") || Is(metadata, method, "ScalarExtensionMethods", "ToScalar")
        || Is(metadata, method, "ScalarExtensionMethods", "ToBFloat16Scalar");

    private static bool Is(MetadataReader metadata, MethodDefinitionHandle handle, string type, string name)
    {
        var method = metadata.GetMethodDefinition(handle);
        return metadata.StringComparer.Equals(method.Name, name) && metadata.StringComparer.Equals(metadata.GetTypeDefinition(method.GetDeclaringType()).Name, type);
    }

    /// <summary>The assembly's own methods that a method calls or makes delegates of.</summary>
    private static HashSet<MethodDefinitionHandle> Calls(PEReader assembly, MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var calls = new HashSet<MethodDefinitionHandle>();
        var address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
        if (address == 0)
        {
            return calls;
        }

        for (var code = assembly.GetMethodBody(address).GetILReader(); code.RemainingBytes > 0;)
        {
            var first = code.ReadByte();
            switch ((first == 0xFE ? OpCodes.TwoBytes[code.ReadByte()] : OpCodes.OneByte[first]).OperandType)
            {
                case OperandType.InlineNone:
                    break;

                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;

                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;

                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;

                case OperandType.InlineSwitch:
                    code.Offset += 4 * code.ReadInt32();
                    break;

                case OperandType.InlineMethod:
                    var target = MetadataTokens.EntityHandle(code.ReadInt32());
                    if (target.Kind == HandleKind.MethodSpecification)
                    {
                        target = metadata.GetMethodSpecification((MethodSpecificationHandle)target).Method;
                    }

                    if (target.Kind == HandleKind.MethodDefinition)
                    {
                        calls.Add((MethodDefinitionHandle)target);
                    }

                    break;

                default:
                    code.Offset += 4;
                    break;
            }
        }

        return calls;
    }

    private static (OpCode[] OneByte, OpCode[] TwoBytes) ReadOpCodes()
    {
        var (one, two) = (new OpCode[256], new OpCode[256]);
        foreach (var code in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (OpCode)field.GetValue(null)!))
        {
            (code.Size == 1 ? one : two)[(byte)code.Value] = code;
        }

        return (one, two);
    }
}
