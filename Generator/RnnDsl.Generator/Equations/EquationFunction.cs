using RnnDsl.Generator.Common;

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
        new("sin", FunctionKind.Sin),
        new("cos", FunctionKind.Cos),
        new("erf", FunctionKind.Erf),
        new("abs", FunctionKind.Abs),
        new("sign", FunctionKind.Sign),
        new("silu", FunctionKind.Silu),
        new("gelu", FunctionKind.Gelu),
        new("elu", FunctionKind.Elu),
        new("leaky_relu", FunctionKind.LeakyRelu),
        new("softsign", FunctionKind.Softsign),
        new("hard_sigmoid", FunctionKind.HardSigmoid),
        new("hard_tanh", FunctionKind.HardTanh),
        new("floor", FunctionKind.Floor),
        new("mod", FunctionKind.Mod, 2),
    ];

    /// <summary>All spellings, in lower case.</summary>
    private static readonly Dictionary<string, EquationFunction> BySpelling =
        All.Select(function => (Spelling: function.Name, Function: function))
            .Concat(new (string Spelling, EquationFunction Function)[]
            {
                ("sigmoid", All[0]), ("sigma", All[0]), ("sigm", All[0]), ("logistic", All[0]), ("ln", All[5]), ("layer_norm", All[8]),
                ("sgn", Of(FunctionKind.Sign)), ("swish", Of(FunctionKind.Silu)), ("leakyrelu", Of(FunctionKind.LeakyRelu)),
                ("hardsigmoid", Of(FunctionKind.HardSigmoid)), ("hardtanh", Of(FunctionKind.HardTanh)),
            })
            .ToDictionary(pair => pair.Spelling, pair => pair.Function, StringComparer.Ordinal);

    /// <summary>A function by any of its spellings, case-insensitive. In papers LN is layer normalisation, ln the logarithm, and Σ a sum.</summary>
    public static EquationFunction? Find(string spelling) => spelling switch
    {
        "LN" => All[8],
        "Sigma" => null,
        _ => BySpelling.TryGetValue(spelling.ToLowerInvariant(), out var function) ? function : null,
    };

    private static EquationFunction Of(FunctionKind kind) => All.First(function => function.Kind == kind);

    /// <summary>The function that a misspelt name means; null if it may be another one, because it is short or near several.</summary>
    public static string? Meant(string spelling)
    {
        if (spelling.Length < ShortestMisspelling || Nearest.To(spelling, Spellings, always: 0) is not { } nearest)
        {
            return null;
        }

        var meant = Find(nearest)!;
        return Nearest.To(spelling, Spellings.Where(other => Find(other) != meant), always: 0) is { } second && Nearest.Distance(spelling, second) <= Nearest.Distance(spelling, nearest) ? null : meant.Name;
    }

    private const int ShortestMisspelling = 4;

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
    Sin,
    Cos,
    Erf,
    Abs,
    Sign,
    Silu,
    Gelu,
    Elu,
    LeakyRelu,
    Softsign,
    HardSigmoid,
    HardTanh,
    Floor,
    Mod,
}
