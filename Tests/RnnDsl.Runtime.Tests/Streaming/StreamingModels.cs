using RnnDsl.Examples.Cells;

namespace RnnDsl.Runtime.Tests.Streaming.Models;

// Built-in cells, alone and with every option that runs forward in time.

[SequenceModel, Streaming, Features(5), Rnn(12)]
public partial class PlainRnn;

[SequenceModel, Streaming, Features(7), Rnn("hidden", Layers = 3, Activation = Activation.Relu, LayerNorm = true, Zoneout = 0.1, Dropout = 0.3, RecurrentDropout = 0.2)]
[Linear(3)]
public partial class NormalisedRnn;

[SequenceModel, Streaming, Features(9), Lstm(16)]
public partial class PlainLstm;

[SequenceModel, Streaming, Features(24), Lstm(24, Layers = 2, Residual = true, Peepholes = true, LayerNorm = true, Zoneout = 0.2, LockedDropout = 0.3, RecurrentDropout = 0.3, WeightDrop = 0.2)]
public partial class EveryOptionLstm;

[SequenceModel, Streaming, Features(6), Lstm("hidden", Layers = 2, ProjectionSize = "projected")]
[LayerNorm, Activation(Activation.Gelu), Dropout(0.2), Linear("classes"), Activation(Activation.LogSoftmax)]
public partial class ProjectedLstm;

[SequenceModel, Streaming, Features(6), Lstm(8, Peepholes = true)]
public partial class PeepholeLstmModel;

// The two matrices of a layer fit into the first cache one by one.

[SequenceModel, Streaming, Features(32), Lstm(32, Layers = 2)]
public partial class CachedLstm;

[SequenceModel, Streaming, Features(6), Gru(13, Layers = 2)]
public partial class PlainGru;

[SequenceModel, Streaming, Features(11), Gru(11, Layers = 2, LayerNorm = true, Residual = true, Zoneout = 0.3)]
public partial class NormalisedGru;

[SequenceModel, Streaming, Features(6), Gru(13, ResetAfter = false)]
public partial class PaperGru;

[SequenceModel, Streaming, Features(6), Gru(13, ResetAfter = false, LayerNorm = true, Layers = 2)]
public partial class NormalisedPaperGru;

// Layers between and above recurrences.

[SequenceModel, Streaming, Embedding("vocabulary", 12, Name = "embed", Dropout = 0.2), Activation(Activation.Elu), Gru(12), Activation(Activation.Silu), Lstm(12, Residual = true), Linear("vocabulary", TiedTo = "embed")]
public partial class TiedModel;

[SequenceModel, Streaming, Features(4), Lstm(10, Residual = false), LastState, Linear(6), Activation(Activation.Softmax)]
public partial class LastStateModel;

[SequenceModel, Streaming, Features(10), Lstm(10, Residual = true), LastState]
public partial class LastStateOfResidual;

[SequenceModel, Streaming, Features(4), Linear(64), Activation(Activation.Sigmoid), Rnn(140), Linear(200), Activation(Activation.Softplus), Activation(Activation.Tanh), Activation(Activation.Relu)]
public partial class WideModel;

// Windows over earlier steps, and pooling over the steps so far.

[SequenceModel, Streaming, Features(5), Conv1d(7, Kernel = 3, Padding = ConvolutionPadding.Causal), Activation(Activation.Relu), Gru(9), Conv1d("classes", Kernel = 4, Dilation = 3, Padding = ConvolutionPadding.Causal), Linear(4)]
public partial class CausalModel;

[SequenceModel, Streaming, Embedding("vocabulary", 6), Conv1d(5, Kernel = 1), Conv1d(6, Kernel = 2, Padding = ConvolutionPadding.Causal), Lstm(8), MeanPooling, Linear(3)]
public partial class MeanModel;

[SequenceModel, Streaming, Features(4), Lstm(9, Residual = false), MaxPooling]
public partial class MaxModel;

[SequenceModel, Streaming, Features(4), Rnn(9), AttentionPooling(5), LayerNorm, Linear("classes")]
public partial class AttentionPooledModel;

// The library of cells.

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(Elman), "size", Layers = 2, Zoneout = 0.1)]
public partial class OfElman;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(IndRnn), "size", Layers = 2)]
public partial class OfIndRnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(MinimalRnn), "size", Layers = 2, RecurrentDropout = 0.2)]
public partial class OfMinimalRnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(Scrn), "size", Layers = 2, Sizes = "context: contextSize", Zoneout = 0.2)]
public partial class OfScrn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(Lstm1997), "size", Layers = 2)]
public partial class OfLstm1997;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(ForgetGateLstm), "size", Layers = 2)]
public partial class OfForgetGateLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(PeepholeLstm), "size", Layers = 2)]
public partial class OfPeepholeLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(CoupledLstm), "size", Layers = 2, Zoneout = 0.1)]
public partial class OfCoupledLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(Janet), "size", Layers = 2)]
public partial class OfJanet;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(LayerNormLstm), "size", Layers = 2)]
public partial class OfLayerNormLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(MultiplicativeLstm), "size", Layers = 2)]
public partial class OfMultiplicativeLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(ExponentialLstm), "size", Layers = 2)]
public partial class OfExponentialLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(ArticleGru), "size", Layers = 2, WeightDrop = 0.2)]
public partial class OfArticleGru;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(TorchGru), "size", Layers = 2)]
public partial class OfTorchGru;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(MinimalGatedUnit), "size", Layers = 2)]
public partial class OfMinimalGatedUnit;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(MinGru), "size", Layers = 2)]
public partial class OfMinGru;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(MinLstm), "size", Layers = 2)]
public partial class OfMinLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(QuasiRnn), "size")]
public partial class OfQuasiRnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(QuasiRnnFo), "size")]
public partial class OfQuasiRnnFo;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(QuasiRnnIfo), "size")]
public partial class OfQuasiRnnIfo;

[SequenceModel, Streaming, Features("size"), Recurrent(typeof(Sru2017), "size", Layers = 2)]
public partial class OfSru2017;

[SequenceModel, Streaming, Features("size"), Recurrent(typeof(Sru), "size", Layers = 2)]
public partial class OfSru;

[SequenceModel, Streaming, Features("size"), Recurrent(typeof(RgLru), "size", Layers = 2)]
public partial class OfRgLru;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(LinearRecurrentUnit), "size")]
public partial class OfLinearRecurrentUnit;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(LiGru), "size", Layers = 2)]
public partial class OfLiGru;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(FastGrnn), "size", Layers = 2)]
public partial class OfFastGrnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(LowRankFastGrnn), "size", Layers = 2, Sizes = "rank: contextSize")]
public partial class OfLowRankFastGrnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(AdditiveNetwork), "size", Layers = 2)]
public partial class OfAdditiveNetwork;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(ChaosFreeNetwork), "size", Layers = 2)]
public partial class OfChaosFreeNetwork;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(UpdateGateRnn), "size", Layers = 2)]
public partial class OfUpdateGateRnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(BistableCell), "size", Layers = 2)]
public partial class OfBistableCell;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(Star), "size", Layers = 2)]
public partial class OfStar;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(AdditionSubtractionRnn), "size", Layers = 2)]
public partial class OfAdditionSubtractionRnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(ContinuousTimeRnn), "size", Layers = 2)]
public partial class OfContinuousTimeRnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(OscillatoryRnn), "size", Layers = 2)]
public partial class OfOscillatoryRnn;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(LongExpressiveMemory), "size", Layers = 2)]
public partial class OfLongExpressiveMemory;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(EchoStateNetwork), "size", Layers = 2)]
public partial class OfEchoStateNetwork;

// Cells with values of every part: of weights alone, of the input alone, of states.

[Cell("""
    a_t = exp(-softplus(λ))
    u_t = tanh(W · x_t) ⊙ softmax(V · x_t + d)
    g_t = sin(B · [h_{t-1}, x_t, u_t]) + cos(c_{t-1}) - 2 ⊙ erf(h_{t-1})
    c_t = a_t ⊙ c_{t-1} + sqrt(1 - a_t ⊙ a_t) ⊙ u_t
    s_t = max(h_{t-1}, c_{t-1}) + min(g_t, 0.5) / (1 + a_t)
    h_t = tanh(P · c_t + 0.5 ⊙ (Q · x_t) - R · s_t + s_t - q + 0.25)
    """)]
public partial class MixedCell;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(MixedCell), "size", Layers = 2)]
public partial class OfMixedCell;

[Cell("""
    m_t = x_t
    h_t = tanh(W · m_{t-1} + U · h_{t-1} + sign(h_{t-1}) ⊙ b)
    """)]
public partial class DelayedCell;

[SequenceModel, Streaming, Features("size"), Recurrent(typeof(DelayedCell), "size", Layers = 2)]
public partial class OfDelayedCell;

[SequenceModel, Streaming, Features(6), Recurrent(typeof(GruD), "size", Sizes = "variables: 2")]
public partial class OfGruD;

[SequenceModel, Streaming, Features(4), Recurrent(typeof(PhasedLstm), "size", Sizes = "signals: 3")]
public partial class OfPhasedLstm;

[Cell("""
    a_t = W · x_t + U · h_{t-1} + b
    c_t = (c_{t-1} + σ(a_t)) mod (0.5 + σ(d))
    z_t = 0 if a_t < -0.4 else (1 if a_t > 0.4 and c_t ≥ 0.3 or c_t < 0.1 else a_t + 0.5)
    g_t = tanh(V · h_{t-1}) if x'_t > c_{t-1} else b
    x'_t = R · x_t
    h_t = 0.8 ⊙ ((1 - z_t) ⊙ h_{t-1} + z_t ⊙ g_t) + 0.1 ⊙ floor(2 ⊙ tanh(a_t)) - (0.2 if b = d else 0.1)
    """)]
public partial class SelectingCell;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(SelectingCell), "size", Layers = 2)]
public partial class OfSelectingCell;

// Inputs that are read joined: no parameter has the size of one of them.
[Cell("h_t = tanh(W · [x_t, m_t, h_{t-1}] + U · [y_t, x_t] + τ_t ⊙ b)", Inputs = "x: values, m: masks, τ, y: values")]
public partial class JoiningCell;

[SequenceModel, Streaming, Features("features"), Linear(20), Recurrent(typeof(JoiningCell), "size", Sizes = "values: 5, masks: 9")]
public partial class OfJoiningCell;

// Every comparison, of values and with numbers on both sides; a comparison with NaN does not hold.
[Cell("""
    a_t = (1 if x_t ≥ 0.5 else 2) + (4 if x_t ≤ 0.5 else 8) + (16 if x_t > 0.5 else 32) + (64 if x_t < 0.5 else 128)
    b_t = (1 if 0.5 ≥ x_t else 2) + (4 if 0.5 ≤ x_t else 8) + (16 if x_t = x_t else 32) + (64 if x_t ≠ x_t else 128)
    c_t = (1 if x_t ≥ h_{t-1} or x_t ≤ 0 else 2) + (4 if h_{t-1} ≤ x_t and 0 ≤ x_t else 8) + (h_{t-1} if h_{t-1} ≥ x_t else 0.5)
    h_t = 0.01 ⊙ (a_t + b_t + c_t) + d
    """)]
[CellParameter("d", ParameterInitialization.Constant, Value = 0)]
public partial class ComparingCell;

[SequenceModel, Streaming, Features("size"), Recurrent(typeof(ComparingCell), "size")]
public partial class OfComparingCell;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(MatrixLstm), "size", Layers = 2)]
public partial class OfMatrixLstm;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(LinearAttention), "size", Layers = 2, Sizes = "keys: 5")]
public partial class OfLinearAttention;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(DeltaRule), "size", Sizes = "keys: 9")]
public partial class OfDeltaRule;

// Every product of vectors and matrices of a step, of parameters, of the input and of states, with numbers of each sequence beside vectors.
[Cell("""
    k_t = W_k · x_t
    v_t = W_v · x_t
    s_t = b^⊤ · k_t + 0.5
    r_t = tanh(w^⊤ · h_{t-1} + a)
    S_t = 0.5 ⊙ S_{t-1} + r_t ⊙ S_{t-1} + v_t · k_t^⊤ + b · (k_t + h_{t-1})^⊤ + (v_t ⊙ s_t) · b^⊤
    h_t = tanh(S_t · k_t + S_{t-1}^⊤ · v_t + r_t + b + max(s_t, v_t) / (4 + abs(r_t)))
    """)]
public partial class OuterCell;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(OuterCell), "size", Layers = 2)]
public partial class OfOuterCell;

// Diagonal matrices of weights, of the input and of a state on both sides of a matrix, the identity less an outer product, and a vector of ones.
[Cell("""
    S_t = diag(b) · S_{t-1} · diag(f_t) · (I - β_t ⊙ u_t · u_t^⊤) + v_t · k_t^⊤
    T_t = diag(h_{t-1}) · T_{t-1} + (1 · f_t^⊤) ⊙ S_t
    f_t = σ(W_f · x_t)
    k_t = W_k · x_t
    u_t = tanh(k_t)
    v_t = W_v · x_t
    β_t = σ(w^⊤ · x_t)
    h_t = tanh(S_t · k_t + T_t · u_t + (I - b · b^⊤) · v_t)
    """, States = "S: size × keys, T: size × keys")]
[CellParameter("b", ParameterInitialization.Uniform)]
public partial class StructuredCell;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(StructuredCell), "size", Layers = 2, Sizes = "keys: 5")]
public partial class OfStructuredCell;

// Gates one below the other, of sizes of their own, with functions in a column, and behind names.
[Cell("""
    [i_t; f_t; o_t; g_t] = [σ; σ; σ; tanh] (W · [x_t; h_{t-1}] + b)
    a_t = V · x_t + U · h_{t-1} + d ⊙ e
    [q_t; k_t; r_t] = tanh(a_t)
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t + P · (q_t ⊙ k_t)
    h_t = o_t ⊙ tanh(c_t) + r_t
    """, Values = "q: rank")]
public partial class StackedCell;

[SequenceModel, Streaming, Features("features"), Recurrent(typeof(StackedCell), "size", Layers = 2, Sizes = "rank: 3")]
public partial class OfStackedCell;

// Models that are trained.

[SequenceModel, Streaming, Embedding(20, 16), Lstm(48, Layers = 2), Linear(20)]
public partial class Int8Lstm;

[SequenceModel, Streaming, Embedding(20, 16), Gru(48), Linear(20)]
public partial class Int8Gru;

[SequenceModel, Streaming, Embedding(20, 16), Recurrent(typeof(ForgetGateLstm), 48), Linear(20)]
public partial class Int8Cell;
