using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Equations;

/// <summary>The parameters of a built-in layer, made of those of a layer in equations.</summary>
internal static class BuiltInWeights
{
    /// <summary>What the parameters of a built-in layer are, by their names; one that is not there is zero.</summary>
    /// <param name="own">A parameter of the equations, by its name.</param>
    public delegate IReadOnlyDictionary<string, Tensor> Map(Func<string, Tensor> own);

    /// <summary>Gives a built-in layer the numbers of a layer in equations.</summary>
    public static void Load(nn.Module builtIn, nn.Module equations, Map map)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var values = map(name => equations.get_parameter($"cell.{name}_l0")!);
        foreach (var (name, parameter) in builtIn.named_parameters())
        {
            if (values.TryGetValue(name["cell.".Length..^"_l0".Length], out var value))
            {
                parameter.copy_(value);
            }
            else
            {
                parameter.zero_();
            }
        }
    }

    public static IReadOnlyDictionary<string, Tensor> OfPeephole(Func<string, Tensor> own) => new Dictionary<string, Tensor>
    {
        ["weight_ih"] = cat([own("W_xi"), own("W_xf"), own("W_xc"), own("W_xo")]),
        ["weight_hh"] = cat([own("W_hi"), own("W_hf"), own("W_hc"), own("W_ho")]),
        ["bias_ih"] = cat([own("b_i"), own("b_f"), own("b_c"), own("b_o")]),
        ["peephole"] = stack([own("w_ci"), own("w_cf"), own("w_co")]),
    };

    public static IReadOnlyDictionary<string, Tensor> OfForgetGate(Func<string, Tensor> own) => new Dictionary<string, Tensor>
    {
        ["weight_ih"] = cat([OfInput(own("W_i")), OfInput(own("W_f")), OfInput(own("W_C")), OfInput(own("W_o"))]),
        ["weight_hh"] = cat([OfHidden(own("W_i")), OfHidden(own("W_f")), OfHidden(own("W_C")), OfHidden(own("W_o"))]),
        ["bias_ih"] = cat([own("b_i"), own("b_f"), own("b_C"), own("b_o")]),
    };

    public static IReadOnlyDictionary<string, Tensor> OfTorchGru(Func<string, Tensor> own) => new Dictionary<string, Tensor>
    {
        ["weight_ih"] = cat([own("W_ir"), own("W_iz"), own("W_in")]),
        ["weight_hh"] = cat([own("W_hr"), own("W_hz"), own("W_hn")]),
        ["bias_ih"] = cat([own("b_ir"), own("b_iz"), own("b_in")]),
        ["bias_hh"] = cat([own("b_hr"), own("b_hz"), own("b_hn")]),
    };

    /// <summary>The article's update gate lets in what the built-in one keeps: σ(-a) = 1 - σ(a).</summary>
    public static IReadOnlyDictionary<string, Tensor> OfArticleGru(Func<string, Tensor> own) => new Dictionary<string, Tensor>
    {
        ["weight_ih"] = cat([OfInput(own("W_r")), -OfInput(own("W_z")), OfInput(own("W"))]),
        ["weight_hh"] = cat([OfHidden(own("W_r")), -OfHidden(own("W_z")), OfHidden(own("W"))]),
    };

    /// <summary>What a matrix over [h, x] has for x.</summary>
    private static Tensor OfInput(Tensor weight) => weight.narrow(1, weight.size(0), weight.size(1) - weight.size(0));

    private static Tensor OfHidden(Tensor weight) => weight.narrow(1, 0, weight.size(0));
}
