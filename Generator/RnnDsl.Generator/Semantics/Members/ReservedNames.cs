using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Reserved names of the generated class, and their owners.</summary>
internal static class ReservedNames
{
    private static readonly string[] Generated = ["State", "Step", "InitialState", "CoverageLoss", "Loss", "OutputLengths", "CreateMemory", EmittedMembers.UnrollDecoder, EmittedMembers.Streaming, EmittedMembers.ExportOnnx, EmittedMembers.OnnxLayers, EmittedMembers.OnnxInput, EmittedMembers.OnnxMemory, EmittedMembers.OnnxStep, MemberParser.Hook];

    /// <summary>Members of nn.Module that a property would hide, and its nested types.</summary>
    public static readonly string[] OfModule =
    [
        "BoxedModule", "ClearModules", "ConditionallyRegisterBuffer", "ConditionallyRegisterParameter", "Create", "Dispose", "Equals",
        "Finalize", "GetDefaultDeviceAndType", "GetHashCode", "GetName", "GetType", "Load", "MemberwiseClone", "MoveModule",
        "ReferenceEquals", "RegisterComponents", "ReplaceBuffer", "ReplaceParameter", "ToString",
        .. EmittedNames.TypesOfModule,
    ];

    /// <summary>Names that a state cannot have: members of every state record, and of records.</summary>
    public static readonly string[] OfStates =
    [
        "Tensors", "Map", "Detach", "To", "Select", "MoveToOuterDisposeScope", "DetachFromDisposeScope", "Dispose",
        "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize", "Clone", "PrintMembers", "EqualityContract", "Deconstruct", "State",
    ];

    /// <summary>Types that emitted expressions name, and that a property of the same name would hide.</summary>
    public static readonly string[] OfRuntime =
        [
            "AdditiveAttention", "ArgumentOutOfRangeException", "AttentionLoop", "CellFunctions", "CellKind", "CellNorm", "StateMatrix", "RowProducts", "CellParameters", "CellStep", "EncoderMemory", "Expect", "FusedLayers", "KernelWeights", "Lengths", "LinearProjection", "LoopInput", "LoopKernel", "Masks", "ModelLoss", "ModelSummary",
            "MultiHeadAttention", "NotSupportedException", "UserCode", "PointerGenerator", "ProductAttention", "ValidSteps", "RecurrentInitialization", "RecurrentLayers", "RecurrentWeights", "Scalars", "ScheduledSampling", "SequencePooling", "StateBridge",
            "ActivationGradients", "SourceAttention", "WordDropout", "WordVectors", "StreamFunctions", "StreamPooling", "StreamRows", "StreamWindows", "SafetensorsFile", "WeightReader", "WeightConversion", "OnnxGraph", "OnnxLayers", "OnnxScan", "OnnxValue", "OnnxOptions",
            "ColumnRange", "Lanes", "Math", "MethodImplOptions", "Product", "RowReductions", "Vector128", "Vector256", "Vector512",
        ];

    public static IReadOnlyDictionary<string, string> Of(TypeDeclaration type)
    {
        // Compared without regard to case: names that differ in case only are confusing even where C# distinguishes them.
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [type.Level.Name] = "the class itself",
        };
        Add(type.Level.TypeParameterNames, "a type parameter of the class");
        Add(Generated, "a generated member");
        Add(OfModule, "a member of nn.Module");
        Add(OfRuntime, "a type that generated code uses");
        return names;

        void Add(IEnumerable<string> group, string owner)
        {
            foreach (var name in group)
            {
                names[name] = $"{owner}, '{name}'";
            }
        }
    }
}
