using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// The names that emitted code uses, by scope: a user-defined name must not collide with them. The types are in
/// <see cref="EmittedNames"/>, the members in EmittedMembers.
/// </summary>
internal static class ScopeNames
{
    /// <summary>Parameters of every constructor.</summary>
    public static readonly string[] ConstructorParameters = ["device", "dtype"];

    /// <summary>The locals of the constructor, and the names that a parameter would hide.</summary>
    public static readonly string[] Constructor = ["nameof", "register_module", "OnConstructed", "_deviceType", "_deviceIndex"];

    /// <summary>Members of nn.Module that a field for a size would hide.</summary>
    public static readonly string[] FieldsOfModule =
    [
        "_deviceIndex", "_deviceType", "_internal_buffers", "_internal_params", "_internal_submodules", "_named_buffers", "_named_parameters", "_parameters", "_to", "_toEpilog",
    ];

    /// <summary><c>forward</c>, <c>Step</c> and the method that returns attention weights.</summary>
    public static readonly string[] Forward = ["scope", "state", "memory", "lengths", "torch", "nn", "training", "forward", "call", "name", "nameof", "_"];

    /// <summary><c>ExportOnnx</c>.</summary>
    public static readonly string[] Onnx = ["scope", "still", "graph", "lengths", "path", "options", "memory", "summary", "sourceTokens", "input", "states", "values", "output", "final", "torch", "nameof", "_"];

    /// <summary>The method that exports a cell.</summary>
    public static readonly string[] OnnxCell = ["graph", "input", "scan", "layer", "reverse", "weights", "step", "features", "torch"];

    /// <summary>Additional names in the step loop of a decoder.</summary>
    public static readonly string[] StepLoop = ["sequence", "steps", "t", "token", "tokens"];

    /// <summary>Every method that computes a cell from equations.</summary>
    public static readonly string[] Cell = ["weights", "training", "size", "features"];

    /// <summary>Additional names in the step of such a cell.</summary>
    public static readonly string[] CellStep = ["input", "layer"];

    /// <summary>Additional names in the sequence method of such a cell.</summary>
    public static readonly string[] UnrolledCell = ["sequence", "lengths", "initial", "layer", "reverse", "states", "steps", "projection", "given"];

    /// <summary>Additional names in the method that gives the kernel weights of such a cell.</summary>
    public static readonly string[] CellWeights = ["layer", "reverse", "training"];
}
