namespace RnnDsl.Runtime.Tests.Streaming.Models;

// The models that stream are exported too: the library of cells, and every option that makes a cell a Scan.

[Onnx]
public partial class PlainRnn;

[Onnx]
public partial class NormalisedRnn;

[Onnx]
public partial class PlainLstm;

[Onnx]
public partial class EveryOptionLstm;

[Onnx]
public partial class ProjectedLstm;

[Onnx]
public partial class PeepholeLstmModel;

[Onnx]
public partial class PlainGru;

[Onnx]
public partial class NormalisedGru;

[Onnx]
public partial class PaperGru;

[Onnx]
public partial class NormalisedPaperGru;

[Onnx]
public partial class TiedModel;

[Onnx]
public partial class LastStateModel;

[Onnx]
public partial class LastStateOfResidual;

[Onnx]
public partial class WideModel;

[Onnx]
public partial class OfElman;

[Onnx]
public partial class OfIndRnn;

[Onnx]
public partial class OfMinimalRnn;

[Onnx]
public partial class OfScrn;

[Onnx]
public partial class OfLstm1997;

[Onnx]
public partial class OfForgetGateLstm;

[Onnx]
public partial class OfPeepholeLstm;

[Onnx]
public partial class OfCoupledLstm;

[Onnx]
public partial class OfJanet;

[Onnx]
public partial class OfLayerNormLstm;

[Onnx]
public partial class OfMultiplicativeLstm;

[Onnx]
public partial class OfExponentialLstm;

[Onnx]
public partial class OfArticleGru;

[Onnx]
public partial class OfTorchGru;

[Onnx]
public partial class OfMinimalGatedUnit;

[Onnx]
public partial class OfMinGru;

[Onnx]
public partial class OfMinLstm;

[Onnx]
public partial class OfQuasiRnn;

[Onnx]
public partial class OfQuasiRnnFo;

[Onnx]
public partial class OfQuasiRnnIfo;

[Onnx]
public partial class OfSru2017;

[Onnx]
public partial class OfSru;

[Onnx]
public partial class OfRgLru;

[Onnx]
public partial class OfLinearRecurrentUnit;

[Onnx]
public partial class OfLiGru;

[Onnx]
public partial class OfFastGrnn;

[Onnx]
public partial class OfLowRankFastGrnn;

[Onnx]
public partial class OfAdditiveNetwork;

[Onnx]
public partial class OfChaosFreeNetwork;

[Onnx]
public partial class OfUpdateGateRnn;

[Onnx]
public partial class OfBistableCell;

[Onnx]
public partial class OfStar;

[Onnx]
public partial class OfAdditionSubtractionRnn;

[Onnx]
public partial class OfContinuousTimeRnn;

[Onnx]
public partial class OfOscillatoryRnn;

[Onnx]
public partial class OfLongExpressiveMemory;

[Onnx]
public partial class OfEchoStateNetwork;

[Onnx]
public partial class MixedCell;

[Onnx]
public partial class OfMixedCell;

[Onnx]
public partial class DelayedCell;

[Onnx]
public partial class OfDelayedCell;

[Onnx]
public partial class OfGruD;

[Onnx]
public partial class OfPhasedLstm;

[Onnx]
public partial class OfSelectingCell;

[Onnx]
public partial class OfJoiningCell;

[Onnx]
public partial class OfComparingCell;

[Onnx]
public partial class OfMatrixLstm;

[Onnx]
public partial class OfLinearAttention;

[Onnx]
public partial class OfDeltaRule;

[Onnx]
public partial class OfOuterCell;

[Onnx]
public partial class OfStructuredCell;

[Onnx]
public partial class OfStackedCell;
