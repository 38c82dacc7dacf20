using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Tests.EncoderDecoders;

/// <summary>One combination of what an encoder and a decoder can be.</summary>
/// <param name="Place">Where the attention stands.</param>
/// <param name="Score">How positions are compared with queries.</param>
/// <param name="Coverage">Whether the score reads the cumulative attention weights.</param>
/// <param name="Cell">The cell of both sides.</param>
/// <param name="Layers">How deep both sides are.</param>
/// <param name="Bridge">How the decoder's first state comes about.</param>
/// <param name="Function">The readout's function.</param>
/// <param name="Summary">Where the summary vector of the source is added.</param>
internal sealed record GridPoint(AttentionPlace Place, AttentionScore Score, bool Coverage, string Cell, int Layers, Bridge Bridge, Activation? Function, SummaryPlace Summary)
{
    public const int SourceVocabulary = 7;
    public const int TargetVocabulary = 6;
    public const int Hidden = 4;
    public const int AttentionSize = 6;
    public const int Heads = 2;
    public const int Filters = 2;
    public const int Width = 3;

    private const string UserCell =
        "[Cell(\"f_t = σ(W_f · x_t + U_f · h_{t-1} + b_f); k_t = tanh(W · x_t + U · (f_t ⊙ h_{t-1}) + b); h_t = (1 - f_t) ⊙ h_{t-1} + f_t ⊙ k_t\")] public class Mgu;";

    /// <summary>Whether the readout reads the token.</summary>
    public bool ReadsToken => Place != AttentionPlace.Below;

    public string Namespace => $"{Place}_{Score}{(Coverage ? "Coverage" : "")}_{Cell}{Layers}_{Bridge}_{Function?.ToString() ?? "Linear"}_{Summary}";

    public string Source =>
        $"""
        namespace {Namespace};

        {(Cell == "Mgu" ? UserCell : "")}

        [Encoder] [Embedding({SourceVocabulary}, 3)] {Recurrence(Hidden / 2, "Bidirectional = true")}
        public partial class Source;

        [Decoder] [Embedding({TargetVocabulary}, 3)] {Context(SummaryPlace.First)} {(Place == AttentionPlace.Above ? Attention : "")} {Recurrence(Hidden, "")} {(Place == AttentionPlace.Above ? "" : Attention)} {Context(SummaryPlace.Below)}
        [Readout(5{(Function is { } function ? $", Activation.{function}" : "")}{(ReadsToken ? "" : ", Token = false")}, Name = "readout")] [Linear({TargetVocabulary}, Name = "linear")]
        public partial class Target;

        [EncoderDecoder(typeof(Source), typeof(Target), Bridge = Bridge.{Bridge})]
        public partial class Pair;
        """;

    private string Context(SummaryPlace place) => Summary == place ? "[Context]" : "";

    private string Attention
    {
        get
        {
            var size = Score is AttentionScore.Dot or AttentionScore.ScaledDot or AttentionScore.General ? "" : $", {AttentionSize}";
            var options = (Score == AttentionScore.MultiHead ? $", Heads = {Heads}" : "") + (Score == AttentionScore.LocationAware ? $", Filters = {Filters}, Width = {Width}" : "")
                + (Coverage ? ", Coverage = true" : "") + (Place == AttentionPlace.BelowAndFed ? ", InputFeeding = true" : "");
            return $"[Attention(AttentionScore.{Score}{size}{options})]";
        }
    }

    private string Recurrence(int size, string options)
    {
        List<string> arguments = [$"{size}", "Name = \"cell\"", .. Layers > 1 ? [$"Layers = {Layers}"] : Array.Empty<string>(), .. options.Length > 0 ? [options] : Array.Empty<string>()];
        var list = string.Join(", ", arguments);
        return Cell switch
        {
            "Mgu" => $"[Recurrent(typeof(Mgu), {list})]",
            "GruBefore" => $"[Gru({list}, ResetAfter = false)]",
            _ => $"[{Cell}({list})]",
        };
    }

    /// <summary>All combinations that the language has.</summary>
    public static IEnumerable<GridPoint> All()
    {
        var number = 0;
        foreach (var place in Enum.GetValues<AttentionPlace>())
        {
            foreach (var score in Enum.GetValues<AttentionScore>())
            {
                foreach (var coverage in score is AttentionScore.Additive or AttentionScore.Concat or AttentionScore.LocationAware ? new[] { false, true } : [false])
                {
                    foreach (var cell in new[] { "Rnn", "Lstm", "Gru", "GruBefore", "Mgu" })
                    {
                        foreach (var layers in new[] { 1, 2 })
                        {
                            foreach (var bridge in Enum.GetValues<Bridge>())
                            {
                                foreach (var summary in Enum.GetValues<SummaryPlace>())
                                {
                                    Activation? function = (number++ % 3) switch
                                    {
                                        0 => Activation.Tanh,
                                        1 => Activation.Maxout,
                                        _ => null,
                                    };
                                    yield return new GridPoint(place, score, coverage, cell, layers, bridge, function, summary);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// <summary>Where an attention stands.</summary>
internal enum AttentionPlace
{
    /// <summary>Attention before the cell: the previous state is the query.</summary>
    Above,

    /// <summary>Attention after the cell: the new state is the query.</summary>
    Below,

    /// <summary>Below the cell, and the readout is read at the next step.</summary>
    BelowAndFed,
}

/// <summary>Where the summary vector of the source is added.</summary>
internal enum SummaryPlace
{
    /// <summary>The decoder reads none.</summary>
    Nowhere,

    /// <summary>To the token.</summary>
    First,

    /// <summary>To what the readout reads.</summary>
    Below,
}
