using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>The remarks of a model name the states that are linear in their previous values, or what keeps them from it.</summary>
public sealed class ScanNoteTests
{
    [Theory]
    [InlineData("c_t = f_t ⊙ c_{t-1} + W x_t\nf_t = σ(V x_t)\nh_t = tanh(c_t)", "emitted loop; linear in c_{t-1}: a scan on accelerators")]
    [InlineData("h_t = relu(W x_t + u ⊙ h_{t-1})", "emitted loop; linear in h_{t-1} between bounds: a scan on accelerators")]
    [InlineData("S_t = f_t S_{t-1} + v_t k_t^⊤\nf_t = σ(w^⊤ x_t)\nk_t = K x_t\nv_t = V x_t\nh_t = S_t k_t", "emitted loop; linear in S_{t-1}: a scan on accelerators")]
    [InlineData("a_t = p ⊙ a_{t-1} - q ⊙ b_{t-1} + W x_t\nb_t = q ⊙ a_{t-1} + p ⊙ b_{t-1}\nh_t = a_t + b_t", "emitted loop; linear in a_{t-1}, b_{t-1}: a scan on accelerators")]
    [InlineData("h_t = tanh(W x_t + u ⊙ h_{t-1})", "emitted loop; no scan, by tanh of a state")]
    [InlineData("h_t = W x_t + h_{t-1} ⊙ h_{t-1}", "emitted loop; no scan, by a product of two values of states")]
    [InlineData("h_t = relu(W x_t + u ⊙ h_{t-1}) + 0.5 h_{t-1}", "emitted loop; no scan, by a sum of a bounded value and a state")]
    [InlineData("c_t = W x_t + U c_{t-1}\nh_t = tanh(c_t)", "emitted loop")]
    public void Remarks_name_linear_states(string equations, string note)
    {
        var quotes = new string('"', 3);
        var lines = string.Join("\n", equations.Split('\n').Select(static line => "    " + line));
        var run = GeneratorRun.Of($"using RnnDsl;\n[Cell({quotes}\n{lines}\n    {quotes})]\npublic partial class Own;\n[SequenceModel] [Features(4)] [Recurrent(typeof(Own), 4)] public partial class M;\n");
        run.AssertCompiles();
        Assert.Contains(run.Files.SelectMany(static file => file.SourceText.ToString().Split('\n')), line => line.TrimEnd().EndsWith("1 Own layer, " + note, StringComparison.Ordinal));
    }
}
