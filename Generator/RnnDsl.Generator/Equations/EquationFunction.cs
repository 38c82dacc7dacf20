namespace RnnDsl.Generator.Equations;

/// <summary>A function in equations.</summary>
internal sealed record EquationFunction(string Name, FunctionKind Kind, int Arguments = 1)
{
    private static readonly EquationFunction[] All =
    [
        new("σ", FunctionKind.Sigmoid),
        new("tanh", FunctionKind.Tanh),
        new("relu", FunctionKind.Relu),
        new("softplus", FunctionKind.Softplus),
        new("exp", FunctionKind.Exp),
        new("log", FunctionKind.Log),
        new("sqrt", FunctionKind.Sqrt),
        new("softmax", FunctionKind.Softmax),
        new("layernorm", FunctionKind.LayerNorm),
        new("max", FunctionKind.Max, 2),
        new("min", FunctionKind.Min, 2),
    ];

    /// <summary>All spellings, in lower case.</summary>
    private static readonly Dictionary<string, EquationFunction> BySpelling =
        All.Select(function => (Spelling: function.Name, Function: function))
            .Concat(new (string Spelling, EquationFunction Function)[]
            {
                ("sigmoid", All[0]), ("sigma", All[0]), ("sigm", All[0]), ("logistic", All[0]), ("ln", All[5]), ("layer_norm", All[8]),
            })
            .ToDictionary(pair => pair.Spelling, pair => pair.Function, StringComparer.Ordinal);

    /// <summary>A function by any of its spellings, case-insensitive. In papers LN is layer normalisation, ln the logarithm, and Σ a sum.</summary>
    public static EquationFunction? Find(string spelling) => spelling switch
    {
        "LN" => All[8],
        "Sigma" => null,
        _ => BySpelling.TryGetValue(spelling.ToLowerInvariant(), out var function) ? function : null,
    };

    /// <summary>The functions' names, for messages.</summary>
    public static IEnumerable<string> Names => All.Select(function => function.Name);

    public static IEnumerable<string> Spellings => BySpelling.Keys;
}

internal enum FunctionKind
{
    Sigmoid,
    Tanh,
    Relu,
    Softplus,
    Exp,
    Log,
    Sqrt,
    Softmax,
    LayerNorm,
    Max,
    Min,
}
