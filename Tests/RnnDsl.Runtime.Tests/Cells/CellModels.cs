using RnnDsl.Examples.Cells;

namespace RnnDsl.Runtime.Tests.Cells.Grid;

// Every cell of the library with one layer, with two layers in both directions, and with what acts inside of a cell: see CellModel.

[SequenceModel, Features("features"), Recurrent(typeof(Elman), "size", Name = "cell")]
public partial class ElmanOne;

[SequenceModel, Features("features"), Recurrent(typeof(Elman), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ElmanTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(Elman), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class ElmanReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(Elman), "size", Zoneout = 0.3, Name = "cell")]
public partial class ElmanZoned;

[SequenceModel, Features("features"), Recurrent(typeof(Elman), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class ElmanHidden;

[SequenceModel, Features("features"), Recurrent(typeof(IndRnn), "size", Name = "cell")]
public partial class IndRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(IndRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class IndRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(IndRnn), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class IndRnnReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(IndRnn), "size", Zoneout = 0.3, Name = "cell")]
public partial class IndRnnZoned;

[SequenceModel, Features("features"), Recurrent(typeof(IndRnn), "size", Reverse = true, Name = "cell")]
public partial class IndRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalRnn), "size", Name = "cell")]
public partial class MinimalRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class MinimalRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalRnn), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class MinimalRnnReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalRnn), "size", Zoneout = 0.3, Name = "cell")]
public partial class MinimalRnnZoned;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalRnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class MinimalRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(Scrn), "size", Sizes = "context: contextSize", Name = "cell")]
public partial class ScrnOne;

[SequenceModel, Features("features"), Recurrent(typeof(Scrn), "size", Layers = 2, Bidirectional = true, Sizes = "context: contextSize", Name = "cell")]
public partial class ScrnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(Scrn), "size", Bidirectional = true, Merge = Merge.Sum, Sizes = "context: contextSize", Name = "cell")]
public partial class ScrnReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(Scrn), "size", Zoneout = 0.3, Sizes = "context: contextSize", Name = "cell")]
public partial class ScrnZoned;

[SequenceModel, Features("features"), Recurrent(typeof(Scrn), "size", RecurrentDropout = 0.4, Reverse = true, Sizes = "context: contextSize", Name = "cell")]
public partial class ScrnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(Lstm1997), "size", Name = "cell")]
public partial class Lstm1997One;

[SequenceModel, Features("features"), Recurrent(typeof(Lstm1997), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class Lstm1997TwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(Lstm1997), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Lstm1997ReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(Lstm1997), "size", Zoneout = 0.3, Name = "cell")]
public partial class Lstm1997Zoned;

[SequenceModel, Features("features"), Recurrent(typeof(Lstm1997), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class Lstm1997Hidden;

[SequenceModel, Features("features"), Recurrent(typeof(ForgetGateLstm), "size", Name = "cell")]
public partial class ForgetGateLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(ForgetGateLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ForgetGateLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(ForgetGateLstm), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class ForgetGateLstmReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(ForgetGateLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class ForgetGateLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(ForgetGateLstm), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class ForgetGateLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(PeepholeLstm), "size", Name = "cell")]
public partial class PeepholeLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(PeepholeLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class PeepholeLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(PeepholeLstm), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class PeepholeLstmReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(PeepholeLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class PeepholeLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(PeepholeLstm), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class PeepholeLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(CoupledLstm), "size", Name = "cell")]
public partial class CoupledLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(CoupledLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class CoupledLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(CoupledLstm), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class CoupledLstmReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(CoupledLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class CoupledLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(CoupledLstm), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class CoupledLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(Janet), "size", Name = "cell")]
public partial class JanetOne;

[SequenceModel, Features("features"), Recurrent(typeof(Janet), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class JanetTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(Janet), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class JanetReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(Janet), "size", Zoneout = 0.3, Name = "cell")]
public partial class JanetZoned;

[SequenceModel, Features("features"), Recurrent(typeof(Janet), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class JanetHidden;

[SequenceModel, Features("features"), Recurrent(typeof(LayerNormLstm), "size", Name = "cell")]
public partial class LayerNormLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(LayerNormLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class LayerNormLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(LayerNormLstm), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class LayerNormLstmReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(LayerNormLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class LayerNormLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(LayerNormLstm), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class LayerNormLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(MultiplicativeLstm), "size", Name = "cell")]
public partial class MultiplicativeLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(MultiplicativeLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class MultiplicativeLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(MultiplicativeLstm), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class MultiplicativeLstmReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(MultiplicativeLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class MultiplicativeLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(MultiplicativeLstm), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class MultiplicativeLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(ExponentialLstm), "size", Name = "cell")]
public partial class ExponentialLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(ExponentialLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ExponentialLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(ExponentialLstm), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class ExponentialLstmReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(ExponentialLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class ExponentialLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(ExponentialLstm), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class ExponentialLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(ArticleGru), "size", Name = "cell")]
public partial class ArticleGruOne;

[SequenceModel, Features("features"), Recurrent(typeof(ArticleGru), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ArticleGruTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(ArticleGru), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class ArticleGruReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(ArticleGru), "size", Zoneout = 0.3, Name = "cell")]
public partial class ArticleGruZoned;

[SequenceModel, Features("features"), Recurrent(typeof(ArticleGru), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class ArticleGruHidden;

[SequenceModel, Features("features"), Recurrent(typeof(TorchGru), "size", Name = "cell")]
public partial class TorchGruOne;

[SequenceModel, Features("features"), Recurrent(typeof(TorchGru), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class TorchGruTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(TorchGru), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class TorchGruReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(TorchGru), "size", Zoneout = 0.3, Name = "cell")]
public partial class TorchGruZoned;

[SequenceModel, Features("features"), Recurrent(typeof(TorchGru), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class TorchGruHidden;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalGatedUnit), "size", Name = "cell")]
public partial class MinimalGatedUnitOne;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalGatedUnit), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class MinimalGatedUnitTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalGatedUnit), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class MinimalGatedUnitReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalGatedUnit), "size", Zoneout = 0.3, Name = "cell")]
public partial class MinimalGatedUnitZoned;

[SequenceModel, Features("features"), Recurrent(typeof(MinimalGatedUnit), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class MinimalGatedUnitHidden;

[SequenceModel, Features("features"), Recurrent(typeof(MinGru), "size", Name = "cell")]
public partial class MinGruOne;

[SequenceModel, Features("features"), Recurrent(typeof(MinGru), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class MinGruTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(MinGru), "size", Zoneout = 0.3, Name = "cell")]
public partial class MinGruZoned;

[SequenceModel, Features("features"), Recurrent(typeof(MinLstm), "size", Name = "cell")]
public partial class MinLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(MinLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class MinLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(MinLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class MinLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(QuasiRnn), "size", Name = "cell")]
public partial class QuasiRnnOne;

[SequenceModel, Features("size"), Recurrent(typeof(QuasiRnn), "size", Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class QuasiRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(QuasiRnn), "size", Zoneout = 0.3, Name = "cell")]
public partial class QuasiRnnZoned;

[SequenceModel, Features("features"), Recurrent(typeof(QuasiRnnFo), "size", Name = "cell")]
public partial class QuasiRnnFoOne;

[SequenceModel, Features("size"), Recurrent(typeof(QuasiRnnFo), "size", Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class QuasiRnnFoTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(QuasiRnnFo), "size", Zoneout = 0.3, Name = "cell")]
public partial class QuasiRnnFoZoned;

[SequenceModel, Features("features"), Recurrent(typeof(QuasiRnnIfo), "size", Name = "cell")]
public partial class QuasiRnnIfoOne;

[SequenceModel, Features("size"), Recurrent(typeof(QuasiRnnIfo), "size", Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class QuasiRnnIfoTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(QuasiRnnIfo), "size", Zoneout = 0.3, Name = "cell")]
public partial class QuasiRnnIfoZoned;

[SequenceModel, Features("size"), Recurrent(typeof(Sru2017), "size", Name = "cell")]
public partial class Sru2017One;

[SequenceModel, Features("size"), Recurrent(typeof(Sru2017), "size", Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Sru2017TwoBoth;

[SequenceModel, Features("size"), Recurrent(typeof(Sru2017), "size", Zoneout = 0.3, Name = "cell")]
public partial class Sru2017Zoned;

[SequenceModel, Features("size"), Recurrent(typeof(Sru), "size", Name = "cell")]
public partial class SruOne;

[SequenceModel, Features("size"), Recurrent(typeof(Sru), "size", Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class SruTwoBoth;

[SequenceModel, Features("size"), Recurrent(typeof(Sru), "size", Zoneout = 0.3, Name = "cell")]
public partial class SruZoned;

[SequenceModel, Features("size"), Recurrent(typeof(RgLru), "size", Name = "cell")]
public partial class RgLruOne;

[SequenceModel, Features("size"), Recurrent(typeof(RgLru), "size", Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class RgLruTwoBoth;

[SequenceModel, Features("size"), Recurrent(typeof(RgLru), "size", Zoneout = 0.3, Name = "cell")]
public partial class RgLruZoned;

[SequenceModel, Features("features"), Recurrent(typeof(LinearRecurrentUnit), "size", Name = "cell")]
public partial class LinearRecurrentUnitOne;

[SequenceModel, Features("features"), Recurrent(typeof(LinearRecurrentUnit), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class LinearRecurrentUnitTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(LinearRecurrentUnit), "size", Zoneout = 0.3, Name = "cell")]
public partial class LinearRecurrentUnitZoned;

[SequenceModel, Features("features"), Recurrent(typeof(LiGru), "size", Name = "cell")]
public partial class LiGruOne;

[SequenceModel, Features("features"), Recurrent(typeof(LiGru), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class LiGruTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(LiGru), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class LiGruHidden;

[SequenceModel, Features("features"), Recurrent(typeof(FastGrnn), "size", Name = "cell")]
public partial class FastGrnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(FastGrnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class FastGrnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(FastGrnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class FastGrnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(AdditiveNetwork), "size", Name = "cell")]
public partial class AdditiveNetworkOne;

[SequenceModel, Features("features"), Recurrent(typeof(AdditiveNetwork), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class AdditiveNetworkTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(AdditiveNetwork), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class AdditiveNetworkHidden;

[SequenceModel, Features("features"), Recurrent(typeof(ChaosFreeNetwork), "size", Name = "cell")]
public partial class ChaosFreeNetworkOne;

[SequenceModel, Features("features"), Recurrent(typeof(ChaosFreeNetwork), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ChaosFreeNetworkTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(ChaosFreeNetwork), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class ChaosFreeNetworkHidden;

[SequenceModel, Features("features"), Recurrent(typeof(UpdateGateRnn), "size", Name = "cell")]
public partial class UpdateGateRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(UpdateGateRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class UpdateGateRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(UpdateGateRnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class UpdateGateRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(BistableCell), "size", Name = "cell")]
public partial class BistableCellOne;

[SequenceModel, Features("features"), Recurrent(typeof(BistableCell), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class BistableCellTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(BistableCell), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class BistableCellHidden;

[SequenceModel, Features("features"), Recurrent(typeof(Star), "size", Name = "cell")]
public partial class StarOne;

[SequenceModel, Features("features"), Recurrent(typeof(Star), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class StarTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(Star), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class StarHidden;

[SequenceModel, Features("features"), Recurrent(typeof(AdditionSubtractionRnn), "size", Name = "cell")]
public partial class AdditionSubtractionRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(AdditionSubtractionRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class AdditionSubtractionRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(AdditionSubtractionRnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class AdditionSubtractionRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(ContinuousTimeRnn), "size", Name = "cell")]
public partial class ContinuousTimeRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(ContinuousTimeRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class ContinuousTimeRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(ContinuousTimeRnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class ContinuousTimeRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(OscillatoryRnn), "size", Name = "cell")]
public partial class OscillatoryRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(OscillatoryRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class OscillatoryRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(OscillatoryRnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class OscillatoryRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(LongExpressiveMemory), "size", Name = "cell")]
public partial class LongExpressiveMemoryOne;

[SequenceModel, Features("features"), Recurrent(typeof(LongExpressiveMemory), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class LongExpressiveMemoryTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(LongExpressiveMemory), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class LongExpressiveMemoryHidden;

[SequenceModel, Features("features"), Recurrent(typeof(EchoStateNetwork), "size", Name = "cell")]
public partial class EchoStateNetworkOne;

[SequenceModel, Features("features"), Recurrent(typeof(EchoStateNetwork), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class EchoStateNetworkTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(EchoStateNetwork), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class EchoStateNetworkHidden;

[SequenceModel, Features("features"), Recurrent(typeof(AntisymmetricRnn), "size", Name = "cell")]
public partial class AntisymmetricRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(AntisymmetricRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class AntisymmetricRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(AntisymmetricRnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class AntisymmetricRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(GatedAntisymmetricRnn), "size", Name = "cell")]
public partial class GatedAntisymmetricRnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(GatedAntisymmetricRnn), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class GatedAntisymmetricRnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(GatedAntisymmetricRnn), "size", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class GatedAntisymmetricRnnHidden;

[SequenceModel, Features("features"), Recurrent(typeof(LowRankFastGrnn), "size", Sizes = "rank: contextSize", Name = "cell")]
public partial class LowRankFastGrnnOne;

[SequenceModel, Features("features"), Recurrent(typeof(LowRankFastGrnn), "size", Layers = 2, Bidirectional = true, Sizes = "rank: contextSize", Name = "cell")]
public partial class LowRankFastGrnnTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(LowRankFastGrnn), "size", RecurrentDropout = 0.4, Reverse = true, Sizes = "rank: contextSize", Name = "cell")]
public partial class LowRankFastGrnnHidden;

[SequenceModel, Features(6), Recurrent(typeof(GruD), "size", Sizes = "variables: 2", Name = "cell")]
public partial class GruDOne;

[SequenceModel, Features(6), Recurrent(typeof(GruD), "size", Sizes = "variables: 2", Reverse = true, Zoneout = 0.2, Name = "cell")]
public partial class GruDKept;

[SequenceModel, Features(3), Recurrent(typeof(PhasedLstm), "size", Sizes = "signals: 2", Name = "cell")]
public partial class PhasedLstmOne;

[SequenceModel, Features(3), Recurrent(typeof(PhasedLstm), "size", Sizes = "signals: 2", RecurrentDropout = 0.4, Reverse = true, Name = "cell")]
public partial class PhasedLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(MatrixLstm), "size", Name = "cell")]
public partial class MatrixLstmOne;

[SequenceModel, Features("features"), Recurrent(typeof(MatrixLstm), "size", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class MatrixLstmTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(MatrixLstm), "size", Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class MatrixLstmReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(MatrixLstm), "size", Zoneout = 0.3, Name = "cell")]
public partial class MatrixLstmZoned;

[SequenceModel, Features("features"), Recurrent(typeof(MatrixLstm), "size", Reverse = true, Name = "cell")]
public partial class MatrixLstmHidden;

[SequenceModel, Features("features"), Recurrent(typeof(LinearAttention), "size", Sizes = "keys: keySize", Name = "cell")]
public partial class LinearAttentionOne;

[SequenceModel, Features("features"), Recurrent(typeof(LinearAttention), "size", Layers = 2, Bidirectional = true, Sizes = "keys: keySize", Name = "cell")]
public partial class LinearAttentionTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(LinearAttention), "size", Bidirectional = true, Merge = Merge.Sum, Sizes = "keys: keySize", Name = "cell")]
public partial class LinearAttentionReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(LinearAttention), "size", Zoneout = 0.3, Sizes = "keys: keySize", Name = "cell")]
public partial class LinearAttentionZoned;

[SequenceModel, Features("features"), Recurrent(typeof(LinearAttention), "size", Reverse = true, Sizes = "keys: keySize", Name = "cell")]
public partial class LinearAttentionHidden;

[SequenceModel, Features("features"), Recurrent(typeof(DeltaRule), "size", Sizes = "keys: keySize", Name = "cell")]
public partial class DeltaRuleOne;

[SequenceModel, Features("features"), Recurrent(typeof(DeltaRule), "size", Layers = 2, Bidirectional = true, Sizes = "keys: keySize", Name = "cell")]
public partial class DeltaRuleTwoBoth;

[SequenceModel, Features("features"), Recurrent(typeof(DeltaRule), "size", Bidirectional = true, Merge = Merge.Sum, Sizes = "keys: keySize", Name = "cell")]
public partial class DeltaRuleReverseSum;

[SequenceModel, Features("features"), Recurrent(typeof(DeltaRule), "size", Zoneout = 0.3, Sizes = "keys: keySize", Name = "cell")]
public partial class DeltaRuleZoned;

[SequenceModel, Features("features"), Recurrent(typeof(DeltaRule), "size", Reverse = true, Sizes = "keys: keySize", Name = "cell")]
public partial class DeltaRuleHidden;
