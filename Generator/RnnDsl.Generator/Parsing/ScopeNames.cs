namespace RnnDsl.Generator.Parsing;

/// <summary>
/// Every name that emitted code uses by itself, scope by scope: what a user names never gets one of them where both would meet. The types that it names are in
/// <see cref="EmittedNames"/>, the members that it makes in EmittedMembers.
/// </summary>
internal static class ScopeNames
{
    /// <summary>Parameters of every constructor.</summary>
    public static readonly string[] ConstructorParameters = ["device", "dtype"];

    /// <summary>What the constructor uses beside its parameters, and what a parameter would hide.</summary>
    public static readonly string[] Constructor = ["nameof", "register_module", "OnConstructed", "_deviceType", "_deviceIndex"];

    /// <summary>Members of nn.Module that a field for a size would hide.</summary>
    public static readonly string[] FieldsOfModule =
    [
        "_deviceIndex", "_deviceType", "_internal_buffers", "_internal_params", "_internal_submodules", "_named_buffers", "_named_parameters", "_parameters", "_to", "_toEpilog",
    ];

    /// <summary><c>forward</c>, <c>Step</c> and what reads the weights of an attention.</summary>
    public static readonly string[] Forward = ["scope", "state", "memory", "lengths", "torch", "nn", "training", "forward", "call", "name", "nameof", "_"];

    /// <summary>The step loop of a decoder, beside those.</summary>
    public static readonly string[] StepLoop = ["sequence", "steps", "t"];

    /// <summary>Every method that computes a cell of equations.</summary>
    public static readonly string[] Cell = ["weights", "training", "size", "features"];

    /// <summary>One step of such a cell, beside those.</summary>
    public static readonly string[] CellStep = ["input", "layer"];

    /// <summary>A sequence through such a cell, beside those.</summary>
    public static readonly string[] CellScan = ["sequence", "lengths", "initial", "layer", "reverse", "states", "steps", "projection", "given"];

    /// <summary>The weights of such a cell as a kernel reads them, beside those.</summary>
    public static readonly string[] CellWeights = ["layer", "reverse", "training"];

    /// <summary>The class that runs a loop.</summary>
    public static readonly string[] Loop =
    [
        "steps", "batch", "size", "features", "t", "given", "context", "gradients", "computed", "scope", "projected", "mask",
        "dropped", "torch", "nn", "forward", "backward", "name", "projectedGradient",
    ];

    /// <summary>What the names of values begin with where a loop makes further names of them.</summary>
    public static readonly string[] LoopPrefixes = ["all", "initial", "raw", "next"];

    /// <summary>What they end with.</summary>
    public static readonly string[] LoopSuffixes =
        ["Gradient", "Gradients", "GradientAfter", "Factor", "Given", "Raw", "At", "Passed", "Turned", "Mean", "Scale", "Fresh", "Zoneout", "Size"];

    /// <summary>What stands between the names of values that one call computes: iAndF.</summary>
    public const string LoopConjunction = "And";
}
