namespace RnnDsl.Runtime.Tests.Cells.Grid;

// Every cell of the library in two layers and two directions is exported.

[Onnx]
public partial class ElmanTwoBoth;

[Onnx]
public partial class IndRnnTwoBoth;

[Onnx]
public partial class MinimalRnnTwoBoth;

[Onnx]
public partial class ScrnTwoBoth;

[Onnx]
public partial class Lstm1997TwoBoth;

[Onnx]
public partial class ForgetGateLstmTwoBoth;

[Onnx]
public partial class PeepholeLstmTwoBoth;

[Onnx]
public partial class CoupledLstmTwoBoth;

[Onnx]
public partial class JanetTwoBoth;

[Onnx]
public partial class LayerNormLstmTwoBoth;

[Onnx]
public partial class MultiplicativeLstmTwoBoth;

[Onnx]
public partial class ExponentialLstmTwoBoth;

[Onnx]
public partial class ArticleGruTwoBoth;

[Onnx]
public partial class TorchGruTwoBoth;

[Onnx]
public partial class MinimalGatedUnitTwoBoth;

[Onnx]
public partial class MinGruTwoBoth;

[Onnx]
public partial class MinLstmTwoBoth;

[Onnx]
public partial class QuasiRnnTwoBoth;

[Onnx]
public partial class QuasiRnnFoTwoBoth;

[Onnx]
public partial class QuasiRnnIfoTwoBoth;

[Onnx]
public partial class Sru2017TwoBoth;

[Onnx]
public partial class SruTwoBoth;

[Onnx]
public partial class RgLruTwoBoth;

[Onnx]
public partial class LinearRecurrentUnitTwoBoth;

[Onnx]
public partial class LiGruTwoBoth;

[Onnx]
public partial class FastGrnnTwoBoth;

[Onnx]
public partial class AdditiveNetworkTwoBoth;

[Onnx]
public partial class ChaosFreeNetworkTwoBoth;

[Onnx]
public partial class UpdateGateRnnTwoBoth;

[Onnx]
public partial class BistableCellTwoBoth;

[Onnx]
public partial class StarTwoBoth;

[Onnx]
public partial class AdditionSubtractionRnnTwoBoth;

[Onnx]
public partial class ContinuousTimeRnnTwoBoth;

[Onnx]
public partial class OscillatoryRnnTwoBoth;

[Onnx]
public partial class LongExpressiveMemoryTwoBoth;

[Onnx]
public partial class EchoStateNetworkTwoBoth;

[Onnx]
public partial class AntisymmetricRnnTwoBoth;

[Onnx]
public partial class GatedAntisymmetricRnnTwoBoth;

[Onnx]
public partial class LowRankFastGrnnTwoBoth;

[Onnx]
public partial class MatrixLstmTwoBoth;

[Onnx]
public partial class LinearAttentionTwoBoth;

[Onnx]
public partial class DeltaRuleTwoBoth;
