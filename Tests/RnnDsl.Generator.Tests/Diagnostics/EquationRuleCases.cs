namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The rules of cells and their equations, each broken at least once.</summary>
internal static class EquationRuleCases
{
    private const string Class = "public partial class M;";

    private const string Elman = "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class E; ";

    private const string Euler = "[Cell(\"h_t = h_{t-1} / γ + Δt ⊙ tanh(W · x_t + U · h_{t-1})\", Constants = \"Δt = 0.1, γ = 2\")] public class E; ";

    public static readonly IReadOnlyList<RuleCase> All =
    [
        Cell("RNN301",
            "z_t = σ(W · x_t «^» 2)\nh_t = z_t ⊙ h_{t-1}",
            "This cannot be read: a power directly follows its value, and is a number or in braces; write h_t^2, or (a + b)^{0.5}.",
            "z_t = σ(W · x_t)\nh_t = z_t ⊙ z_t ⊙ h_{t-1}"),

        Cell("RNN301",
            "h_t = tanh«(»W · x_t + U · h_{t-1}",
            "This cannot be read: this '(' is not closed.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "h_t = x_t «+»",
            "This cannot be read: something is missing behind this.",
            "h_t = x_t + h_{t-1}"),

        Cell("RNN301",
            "h_t = tanh(W · x_t + U · h«_{t-100}»)",
            "This cannot be read: values of up to 16 steps before t are kept.",
            "h_t = tanh(W · x_t + U · h_{t-2})"),

        Cell("RNN301",
            "h_t = tanh(W · x_t + V · «x(t-1000)» + U · h_{t-1})",
            "This cannot be read: values of up to 16 steps before t are kept.",
            "h_t = tanh(W · x_t + V · x(t-2) + U · h_{t-1})"),

        Cell("RNN301",
            "h_t = W\n«x_t» + U · h_{t-1}",
            "This cannot be read: this line has no '='; to continue the line above, end that line or begin this one with an operator; otherwise write an equation, as in h_t = tanh(W · x_t).",
            "h_t = W ·\nx_t + U · h_{t-1}"),

        Cell("RNN301",
            "h_t = tanh(W_z · x_t + «W^{z}» · h_{t-1})",
            "This cannot be read: 'W^{(z)}' and 'W_z' are one name here, 'W_z'; give one of the two another mark.",
            "h_t = tanh(W_x · x_t + W^{z} · h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(«W x_t h_{t-1}»)",
            "This cannot be read: this may be W · (x_t ⊙ h_{t-1}) or (W · x_t) ⊙ h_{t-1}; write the one that is meant.",
            "h_t = tanh((W · x_t) ⊙ h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(W · «x_{t+1}» + U · h_{t-1})",
            "This cannot be read: a step does not see the one after it; write x_t for 'x_{t+1}' and x_{t-1} for 'x_t', and so for every other name.",
            "h_{t+1} = tanh(W · x_{t+1} + U · h_t)"),

        Cell("RNN301",
            "h_t = «torch.tanh»(W · x_t + U · h_{t-1})",
            "This cannot be read: names have no '.' here; write tanh.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(«self.W» · x_t + U · h_{t-1})",
            "This cannot be read: names have no '.' here; write W.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(«torch.matmul»(W, x_t) + U · h_{t-1})",
            "This cannot be read: there is no 'torch.matmul' here. Write · for a product with a matrix, as in W · x_t.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN302",
            "h_t = «mish»(W · x_t + U · h_{t-1})",
            "There is no function 'mish'. Write a ⊙ tanh(softplus(a)).",
            "a_t = W · x_t + U · h_{t-1}\nh_t = a_t ⊙ tanh(softplus(a_t))"),

        Cell("RNN302",
            "h_t = «tan»(W · x_t + U · h_{t-1})",
            "There is no function 'tan'. There are σ, tanh, relu, softplus, exp, log, sqrt, softmax, layernorm, max, min, sin, cos, erf, abs, sign, silu, gelu, elu, leaky_relu, softsign, hard_sigmoid, hard_tanh, floor, mod.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN302",
            "h_t = «sigmod»(W · x_t) ⊙ h_{t-1}",
            "There is no function 'sigmod'. Did you mean 'σ'?",
            "h_t = sigmoid(W · x_t) ⊙ h_{t-1}"),

        Cell("RNN302",
            "h_t = «f»(W · x_t + U · h_{t-1})",
            "There is no function 'f'. There are σ, tanh, relu, softplus, exp, log, sqrt, softmax, layernorm, max, min, sin, cos, erf, abs, sign, silu, gelu, elu, leaky_relu, softsign, hard_sigmoid, hard_tanh, floor, mod; write the one that is meant, or 'f ⊙ (a)' for a product.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN303",
            "h_t = «max(W · x_t)» + h_{t-1}",
            "'max' takes two arguments, and it is given one. Write max(a, b).",
            "h_t = max(W · x_t, h_{t-1})"),

        Cell("RNN304",
            "f_t = σ(W_f · [h_{t-1}, x_t])\nC_t = tanh(W_C · [h_{t-1}, x_t])\n«C_t» = f_t ⊙ C_{t-1} + (1 - f_t) ⊙ C_t\nh_t = tanh(C_t)",
            "'C_t' is defined already, as 'C_t = tanh(W_C · [h_{t-1}, x_t])'. The second equation reads the first, so the first is a candidate: name it C̃_t, there and where it is read.",
            "f_t = σ(W_f · [h_{t-1}, x_t])\nC̃_t = tanh(W_C · [h_{t-1}, x_t])\nC_t = f_t ⊙ C_{t-1} + (1 - f_t) ⊙ C̃_t\nh_t = tanh(C_t)"),

        Cell("RNN305",
            "«h_{t-1}» = tanh(W · x_t + U · h_{t-1})",
            "'h_{t-1}' cannot be defined. An equation defines a value of this step. Write 'h_t = ...'.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN305",
            "«x_t» = W · h_{t-1}\nh_t = x_t",
            "'x_t' cannot be defined. It is the input, and comes from outside. Give this value another name, or the input, as in Input = \"u\".",
            "u_t = W · h_{t-1}\nh_t = u_t + V · x_t"),

        Cell("RNN306",
            "gate_t = σ(W · x_t)\nh_t = «gaet_t» ⊙ h_{t-1}",
            "'gaet_t' is read, and no equation defines it. Did you mean 'gate_t'?",
            "gate_t = σ(W · x_t)\nh_t = gate_t ⊙ h_{t-1}"),

        Cell("RNN306",
            "h_t = tanh(«W_t» · x_t + U · h_{t-1})",
            "'W_t' is read, and no equation defines it. Write an equation for it, or 'W' for a parameter, which is learned and has no time.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN307",
            "h_t = (1 - z_t) ⊙ h_{t-1}\nz_t = σ(W · x_t + U · «h_t»)",
            "'h_t' is read before its equation. The equations are a circle: 'z_t' reads 'h_t', which reads 'z_t'. Write 'h_{t-1}', or another previous value, where the one of the step before is meant.",
            "h_t = (1 - z_t) ⊙ h_{t-1}\nz_t = σ(W · x_t + U · h_{t-1})"),

        Cell("RNN307",
            "h_t = tanh(W · x_t + U · «h_t-1»)",
            "'h_t' is read before its equation. 'h_t-1' reads as 'h_t' minus 1. Write 'h_{t-1}' for the value at the previous step.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN308",
            "h_t = tanh(W · x_t + U · «c_{t-1}»)",
            "'c_{t-1}' is read, and no equation updates it. Write an equation for 'c_t'.",
            "c_t = tanh(W · x_t + U · c_{t-1})\nh_t = c_t"),

        Cell("RNN308",
            "h_t = tanh(W · x_t + U · «c_{t-3}»)",
            "'c_{t-3}' is read, and no equation updates it. Write an equation for 'c_t'.",
            "h_t = tanh(W · x_t + U · x_{t-3} + h_{t-1})"),

        new("RNN309",
            "[Cell(\"«s_t» = W · x_t; h_t = s_t + h_{t-1}\", States = \"s: 40\")] " + Class,
            "'s_t' is given a size as a state, but 's_{t-1}' is never read, so it is not a state. Read it, or move it from States to Values.",
            "[Cell(\"s_t = W · x_t; h_t = s_t + h_{t-1}\")] " + Class) { Use = "" },

        Cell("RNN310",
            "«y_t» = tanh(W · x_t)",
            "No equation defines h_t, which is the cell's output. Define it, or rename 'y_t' to h_t.",
            "h_t = tanh(W · x_t + h_{t-1})"),

        Cell("RNN311",
            "z_t = σ(W · x_t)\nh_t = z_t «·» h_{t-1}",
            "'z_t · h_{t-1}' is a product of two values, and · needs a matrix, a parameter that no equation defines. Write ⊙ for an elementwise product.",
            "z_t = σ(W · x_t)\nh_t = z_t ⊙ h_{t-1}"),

        Cell("RNN311",
            "h_t = tanh(x_t «·» W) + U · h_{t-1}",
            "'x_t · W' is a product of two values, and · needs a matrix, a parameter that no equation defines. The matrix is the left operand: write 'W · x_t', or ⊙ for an elementwise product.",
            "h_t = tanh(x_t · W) + h_{t-1} · U"),

        Cell("RNN312",
            "h_t = tanh(W · x_t + «W» ⊙ h_{t-1})",
            "'W' is a vector here and a matrix elsewhere: left of · it is a matrix, anywhere else a vector. Give one of the two another name.",
            "h_t = tanh(W · x_t + w ⊙ h_{t-1})"),

        Cell("RNN313",
            "h_t = W · [h_{t-1}, x_t, «1»]",
            "[a, b] joins vectors, and this is a number. Leave it out: a bias is a name of its own, added to the product, as in W · [a, b] + c.",
            "h_t = W · [h_{t-1}, x_t] + c"),

        new("RNN314",
            "[Cell(\"s_t = tanh(W · x_t + U · s_{t-1}); h_t = «s_t + h_{t-1}»\", States = \"s: 40\")] " + Class,
            "Sizes disagree: 's_t' is of size 40, by States = \"s: 40\", and 'h_{t-1}' is of the cell's size. Here both are combined elementwise. Change one of the two, multiply by a matrix, or give a state another size by States.",
            "[Cell(\"s_t = tanh(W · x_t + U · s_{t-1}); h_t = V · s_t + h_{t-1}\", States = \"s: 40\")] " + Class) { Use = "" },

        Cell("RNN314",
            "h_t = «[x_t, h_{t-1}]»",
            "Sizes disagree: '[x_t, h_{t-1}]' is of the input's size + the cell's size, and 'h_t' is of the cell's size. Here a state keeps its size. "
                + "'[x_t, h_{t-1}]' has more elements than h_t; put a matrix before it, as in 'W · [x_t, h_{t-1}]'.",
            "h_t = W · [x_t, h_{t-1}]"),

        Cell("RNN314",
            "h_t = W · [x_t, h_{t-1}] + «W · x_t»",
            "Sizes disagree: 'W' is of the input's size + the cell's size, and 'x_t' is of the input's size. Here 'W' has the same number of columns everywhere. Write a matrix of another name for one of the two.",
            "h_t = W · [x_t, h_{t-1}] + V · x_t"),

        new("RNN315",
            "[Cell(\"s_t = tanh(W · x_t + U · s_{t-1}); h_t = V · s_t\", States = \"«z»: 40\")] " + Class,
            "States cannot be read: no equation defines 'z'; perhaps 's' is meant.",
            "[Cell(\"s_t = tanh(W · x_t + U · s_{t-1}); h_t = V · s_t\", States = \"s: 40\")] " + Class) { Use = "" },

        new("RNN315",
            "[Cell(\"s_t = tanh(W · x_t + U · s_{t-1}); h_t = V · s_t\", States = \"«s = 40»\")] " + Class,
            "States cannot be read: 's = 40' is no name and its size; write them as in \"s: 40\" or \"s: context\".",
            "[Cell(\"s_t = tanh(W · x_t + U · s_{t-1}); h_t = V · s_t\", States = \"s: context\")] " + Class) { Use = "" },

        Values("«q»: 16", "no equation defines 'q'", "p: 16"),
        Values("«h»: 16", "'h' is a state, whose size States gives", "p: rank"),
        Values("«p 16»", "'p 16' is no name and its size; write them as in \"s: 40\" or \"s: context\"", "p: 16"),

        new("RNN316",
            "[Cell(\"h_t = tanh(W_in · x_t + U · h_{t-1})\")] [CellParameter(\"«W_im»\", ParameterInitialization.Xavier)] " + Class,
            "[CellParameter] names 'W_im', which is no parameter of 'M'. Did you mean 'W_in'?",
            "[Cell(\"h_t = tanh(W_in · x_t + U · h_{t-1})\")] [CellParameter(\"W_in\", ParameterInitialization.Xavier)] " + Class) { Use = "" },

        new("RNN317",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + b)\")] [CellParameter(\"b\", «ParameterInitialization.Orthogonal»)] " + Class,
            "[CellParameter] of 'b' has ParameterInitialization.Orthogonal, which is for matrices, and this is a vector.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + b)\")] [CellParameter(\"U\", ParameterInitialization.Orthogonal)] " + Class) { Use = "" },

        new("RNN317",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + b)\")] [CellParameter(\"b\", «ParameterInitialization.Constant»)] " + Class,
            "[CellParameter] of 'b' has ParameterInitialization.Constant, which needs a number; write Value = 1.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + b)\")] [CellParameter(\"b\", ParameterInitialization.Constant, Value = 1)] " + Class) { Use = "" },

        new("RNN317",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + b)\")] [CellParameter(\"b\", ParameterInitialization.Normal, «Value = -1»)] " + Class,
            "[CellParameter] of 'b' has Value = -1, and a deviation is more than 0.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + b)\")] [CellParameter(\"b\", ParameterInitialization.Normal, Value = 0.1)] " + Class) { Use = "" },

        new("RNN317",
            "[Cell(\"h_t = tanh(W · x_t + β h_{t-1})\")] [CellParameter(\"β\", «ParameterInitialization.Identity», Scalar = true)] " + Class,
            "[CellParameter] of 'β' has ParameterInitialization.Identity, which is for matrices, and this is a number.",
            "[Cell(\"h_t = tanh(W · x_t + β h_{t-1})\")] [CellParameter(\"β\", ParameterInitialization.Ones, Scalar = true)] " + Class) { Use = "" },

        new("RNN318",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")»] public partial class M;",
            "'M' has [Cell] and [SequenceModel], and a model names its cells, which are separate classes. Move [Cell] to a separate class, and put it into the model by [Recurrent(typeof(...), size)].",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M; [Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class C;"),

        new("RNN318",
            "[«Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")»] [Lstm(4)] public partial class M;",
            "'M' has [Cell] and [Lstm], and a model names its cells, which are separate classes. Move [Cell] to a separate class, and put it into the model by [Recurrent(typeof(...), size)].",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public partial class M;") { Use = "" },

        new("RNN319",
            "[«CellParameter(\"W\", ParameterInitialization.Zeros)»] public partial class M;",
            "'M' has [CellParameter] but no [Cell], so there is no parameter to initialise. Put it on the class with the equations.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] [CellParameter(\"W\", ParameterInitialization.Zeros)] public partial class M;") { Use = "" },

        new("RNN320",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(«typeof(Other)», 4)] public partial class M; public class Other;",
            "[Recurrent] names 'Other', which has no [Cell]. Put [Cell(\"...\")] with its equations on that class, or name one that has it.",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4)] public partial class M;"),

        new("RNN320",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(«typeof(string)», 4)] public partial class M;",
            "[Recurrent] names 'string', which has no [Cell]. Put [Cell(\"...\")] with its equations on that class, or name one that has it.",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4)] public partial class M;"),

        new("RNN131",
            Sized + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, «Sizes = \"context: 2147483648\"»)] public partial class M;",
            "The size 'context' of the cell of [Recurrent] is \"2147483648\", which names no constructor parameter: it is a number beyond 2147483647, the greatest size. "
                + "Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            Sized + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Sizes = \"context: 40\")] public partial class M;"),

        new("RNN322",
            Sized + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, «Sizes = \"contex: 40\"»)] public partial class M;",
            "[Recurrent] gives a size 'contex', which 'E' does not name. It names context.",
            Sized + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Sizes = \"context: 40\")] public partial class M;"),

        new("RNN322",
            Sized + "[SequenceModel] [Features(3)] [«Recurrent(typeof(E), 4)»] public partial class M;",
            "[Recurrent] does not give the size 'context', which 'E' names. Write Sizes = \"context: 40\".",
            Sized + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Sizes = \"context: 40\")] public partial class M;"),

        new("RNN323",
            "[Cell(\"h_t = tanh(x_t + U · h_{t-1})\")] public class E; [SequenceModel] [Features(3)] [Recurrent(typeof(E), «4»)] public partial class M;",
            "'E' needs an input of its hidden size, because 'h_t = tanh(x_t + U · h_{t-1})' makes 'tanh(x_t + U · h_{t-1})' as long as 'h_t', but its input size is 3 and its hidden size is 4. Put [Linear] with the cell's size above it, or change one of the two.",
            "[Cell(\"h_t = tanh(x_t + U · h_{t-1})\")] public class E; [SequenceModel] [Features(4)] [Recurrent(typeof(E), 4)] public partial class M;"),

        new("RNN323",
            "[Cell(\"c_t = a ⊙ x_t + c_{t-1}; h_t = c_t ⊙ h_{t-1}\")] public class E; [SequenceModel] [Features(3)] [Recurrent(typeof(E), «4»)] public partial class M;",
            "'E' needs an input of its hidden size, because 'h_t = c_t ⊙ h_{t-1}' makes 'c_t' as long as 'h_{t-1}', and 'c_t = a ⊙ x_t + c_{t-1}' gives 'c_t' the input's size, but its input size is 3 and its hidden size is 4. "
                + "Put [Linear] with the cell's size above it, or change one of the two.",
            "[Cell(\"c_t = a ⊙ x_t + c_{t-1}; h_t = c_t ⊙ h_{t-1}\")] public class E; [SequenceModel] [Features(4)] [Recurrent(typeof(E), 4)] public partial class M;"),

        new("RNN323",
            "[Cell(\"f_t = σ(W · x_t + V · x_{t-1}); h_t = f_t ⊙ h_{t-1} + (1 - f_t) ⊙ tanh(U · x_t)\")] public class E; [SequenceModel] [Features(7)] [Recurrent(typeof(E), «7», Layers = 2, Bidirectional = true)] public partial class M;",
            "'E' needs an input of its hidden size, because its state 'x_lag1_t' is as long as what a layer reads, and all layers of a stack have states of one size, but its second layer reads both directions joined, 14, and its hidden size is 7. "
                + "Write Merge = Merge.Sum or Merge.Mean, or one layer.",
            "[Cell(\"f_t = σ(W · x_t + V · x_{t-1}); h_t = f_t ⊙ h_{t-1} + (1 - f_t) ⊙ tanh(U · x_t)\")] public class E; [SequenceModel] [Features(7)] [Recurrent(typeof(E), 7, Layers = 2, Bidirectional = true, Merge = Merge.Sum)] public partial class M;") { Use = "" },

        new("RNN323",
            "[Cell(\"h_t = tanh(x_t + U · h_{t-1})\")] public class E; [SequenceModel] [Features(3)] [Recurrent(typeof(E), «4», Layers = 2, Bidirectional = true)] public partial class M;",
            "'E' needs an input of its hidden size, because 'h_t = tanh(x_t + U · h_{t-1})' makes 'tanh(x_t + U · h_{t-1})' as long as 'h_t', but its input size is 3 and its hidden size is 4. "
                + "Put [Linear] with the cell's size above it, and write Merge = Merge.Sum, because its second layer reads both directions joined.",
            "[Cell(\"h_t = tanh(x_t + U · h_{t-1})\")] public class E; [SequenceModel] [Features(3)] [Linear(4)] [Recurrent(typeof(E), 4, Layers = 2, Bidirectional = true, Merge = Merge.Sum)] public partial class M;") { Use = "" },

        new("RNN324",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, «Initialization = Initialization.Orthogonal»)] public partial class M;",
            "[Recurrent] has Initialization.Orthogonal, which does nothing for 'E': [CellParameter] on its class sets the initialisation of each parameter.",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4)] public partial class M;"),

        new("RNN325",
            "[Cell(\"h_n = tanh(W · x_n + U · h_{n-1})\", «Time = \"nt\"»)] " + Class,
            "[Cell] has Time = \"nt\", which is no letter; write one letter, as in Time = \"n\".",
            "[Cell(\"h_n = tanh(W · x_n + U · h_{n-1})\", Time = \"n\")] " + Class) { Use = "" },

        new("RNN315",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\", Inputs = \"x: 3, «m»: 3\")] " + Class,
            "Inputs cannot be read: no equation reads 'm_t'.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + m_t)\", Inputs = \"x: 3, m\")] " + Class) { Use = "" },

        new("RNN315",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\", Inputs = \"«x: 3»\")] " + Class,
            "Inputs cannot be read: it names several inputs with their sizes, as in \"x: 3, m: 3\"; a cell with one input needs none.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + m_t)\", Inputs = \"x: 3, m\")] " + Class) { Use = "" },

        new("RNN315",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + V · tanh_t)\", Inputs = \"x: 3, «h»: 2\")] " + Class,
            "Inputs cannot be read: 'h' is the output; give the input another name.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1} + m_t)\", Inputs = \"x: 3, m\")] " + Class) { Use = "" },

        new("RNN313",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1}) if τ_t > «τ_{t-1}» else h_{t-1}\", Inputs = \"x: 3, τ\")] " + Class,
            "'τ_{t-1}' is the number of an earlier step, and earlier values are kept as vectors. Give 'τ' a size in Inputs, \"τ: 1\", and put a matrix before it, as in 'W · τ_{t-1}'.",
            "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1}) if V · τ_t > V · τ_{t-1} else h_{t-1}\", Inputs = \"x: 3, τ: 1\")] " + Class) { Use = "" },

        // Sizes that no state and no parameter has.
        new("RNN327",
            "[Cell(\"h_t = tanh(W · [x_t, m_t, h_{t-1}])\", Inputs = \"x: a, m: b\")] public class E; [SequenceModel] [Features(5)] [Gru(\"units\", Bidirectional = true)] [Recurrent(«typeof(E)», 4, Sizes = \"a: units, b: 3\")] public partial class M;",
            "'E' has the inputs x: units, m: 3, 3 + units features in all, but its input has 2 × units. At most some values of the names make them equal: change the sizes, or the features of the layer before it, so that both are one formula.",
            "[Cell(\"h_t = tanh(W · [x_t, m_t, h_{t-1}])\", Inputs = \"x: a, m: b\")] public class E; [SequenceModel] [Features(5)] [Gru(\"units\", Bidirectional = true)] [Recurrent(typeof(E), 4, Sizes = \"a: units, b: units\")] public partial class M;") { Use = "" },

        new("RNN327",
            "[Cell(\"h_t = tanh(W · x_t + V · m_t + U · h_{t-1})\", Inputs = \"x: d, m: d\")] public class E; [SequenceModel] [Features(5)] [Recurrent(«typeof(E)», 4, Sizes = \"d: 3\")] public partial class M;",
            "'E' has the inputs x: 3, m: 3, 6 features in all, but its input has 5. Change the sizes, or the features of the layer before it.",
            "[Cell(\"h_t = tanh(W · x_t + V · m_t + U · h_{t-1})\", Inputs = \"x: d, m: d\")] public class E; [SequenceModel] [Features(6)] [Recurrent(typeof(E), 4, Sizes = \"d: 3\")] public partial class M;"),

        new("RNN327",
            "[Cell(\"h_t = tanh(W · x_t + V · m_t + U · h_{t-1})\", Inputs = \"x: d, m: d\")] public class E; [SequenceModel] [Features(6)] [Recurrent(typeof(E), 4, Sizes = \"d: 3\", «Layers = 2»)] public partial class M;",
            "'E' has the inputs x: 3, m: 3, 6 features in all, but its second layer reads the 4 of the first. Write one layer, and another one above it of a cell with one input.",
            "[Cell(\"h_t = tanh(W · x_t + V · m_t + U · h_{t-1})\", Inputs = \"x: d, m: d\")] public class E; [SequenceModel] [Features(6)] [Recurrent(typeof(E), 4, Sizes = \"d: 3\")] public partial class M;"),

        new("RNN325",
            "[Cell(\"y_t = tanh(W · u_t + U · y_{t-1})\", «Input = \"u + 1\"», Output = \"y\")] " + Class,
            "[Cell] has Input = \"u + 1\", which is no name of a value; write it without its time, as in Input = \"u\".",
            "[Cell(\"y_t = tanh(W · u_t + U · y_{t-1})\", Input = \"u\", Output = \"y\")] " + Class) { Use = "" },

        Constants("«δ = 0.1»", "no equation reads 'δ'", "Δt = 0.1"),
        Constants("«Δt = fast»", "'Δt = fast' is no name and its number; write them as in \"Δt = 0.1, γ = 2\"", "Δt = 1e-1"),
        Constants("«Δt»", "'Δt' is no name and its number; write them as in \"Δt = 0.1, γ = 2\"", "Δt = 1e-1"),
        Constants("Δt = 0.1, «\\Delta t = 0.2»", "'Δt' has a number already; remove one of the two", "Δt = 0.1, γ = 0.2"),
        Constants("«z = 1»", "'z' is defined by an equation; give one of the two another name", "γ = 1"),
        Constants("«x = 1»", "'x' is the input; give one of the two another name", "γ = 1"),
        Constants("«β = 1»", "'β' is a parameter, by [CellParameter]; remove one of the two", "γ = 1"),

        new("RNN326",
            Euler + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Constants = \"«δ = 0.1»\")] public partial class M;",
            "[Recurrent] has Constants = \"δ = 0.1\": 'δ' is no constant of 'E', which has Δt, γ.",
            Euler + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Constants = \"Δt = 0.1\")] public partial class M;"),

        new("RNN326",
            Euler + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Constants = \"Δt = 0.1, «U = 1»\")] public partial class M;",
            "[Recurrent] has Constants = \"Δt = 0.1, U = 1\": 'U' is a parameter of 'E', which is learned; to make it a constant, write it in Constants of [Cell].",
            Euler + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Constants = \"Δt = 0.1, γ = 1\")] public partial class M;"),

        new("RNN326",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Constants = \"«γ = 0.1»\")] public partial class M;",
            "[Recurrent] has Constants = \"γ = 0.1\": 'E' has no constants.",
            Elman + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4)] public partial class M;"),

        new("RNN326",
            Euler + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Constants = \"«γ = 0»\")] public partial class M;",
            "[Recurrent] has Constants = \"γ = 0\": with these numbers its cell has an error: 'h_{t-1} / γ' divides by 0. Write another divisor.",
            Euler + "[SequenceModel] [Features(3)] [Recurrent(typeof(E), 4, Constants = \"γ = 2\")] public partial class M;"),

        new("RNN325",
            "[Cell(\"y_t = tanh(W · x_t + U · y_{t-1})\", «Output = \"x\"»)] " + Class,
            "[Cell] has Output = \"x\", which is the name of the input and of the output; give one of the two another name.",
            "[Cell(\"y_t = tanh(W · x_t + U · y_{t-1})\", Output = \"y\")] " + Class) { Use = "" },

        Cell("RNN330",
            "«h_t» = tanh(U · h_{t-1} + b)",
            "h_t does not depend on x_t, so the cell gives the same output for every sequence. Read x_t in an equation that h_t depends on.",
            "h_t = tanh(W · x_t + U · h_{t-1} + b)"),

        Cell("RNN331",
            "«h_t» = tanh(W · x_t + b)",
            "h_t does not depend on a previous state, so the cell has no memory. Read h_{t-1} in an equation that h_t depends on.",
            "h_t = tanh(W · x_t + U · h_{t-1} + b)"),

        Cell("RNN332",
            "«z_t» = σ(W · x_t)\nh_t = tanh(V · x_t + U · h_{t-1})",
            "'z_t' is defined, and h_t does not depend on it. It is not computed; remove it, or use it.",
            "z_t = σ(W · x_t)\nh_t = z_t ⊙ tanh(V · x_t + U · h_{t-1})"),

        Cell("RNN333",
            "h_t = tanh(W · («x_t-1») + U · h_{t-1})",
            "'x_t-1' reads as 'x_t' minus 1. Write 'x_{t-1}' for the value at the previous step, or 'x_t - 1', with spaces, for the difference.",
            "h_t = tanh(W · (x_t - 1) + U · h_{t-1})"),

        Cell("RNN334",
            "h_t = tanh(W · «V» + U · h_{t-1})",
            "'V' is a parameter, so 'W · V' is the same at every step. Was x_t or a state forgotten, as in 'W · x_t'? For a parameter vector, write one name.",
            "h_t = tanh(W · V · x_t + U · h_{t-1})"),

        Cell("RNN334",
            "b_t = tanh(c)\nh_t = tanh(W · x_t + U · h_{t-1} + V · «[b_t, c]»)",
            "'[b_t, c]' is a parameter, so 'V · [b_t, c]' is the same at every step. Was x_t or a state forgotten, as in 'V · x_t'? For a parameter vector, write one name.",
            "h_t = tanh(W · x_t + U · h_{t-1} + b)"),

        Cell("RNN335",
            "h_t = tanh(W «*» x_t + U · h_{t-1})",
            "'*' multiplies elementwise, so 'W' is a vector here. Write 'W · x_t' for the matrix product, or 'W ⊙ x_t' for the elementwise product.",
            "h_t = tanh(W · x_t + w * h_{t-1} + U ⊙ x_t)"),

        Cell("RNN337",
            "h_t = h_{t-1} + «1 / τ (W · x_t - h_{t-1})»",
            "'1 / τ (W · x_t - h_{t-1})' reads as (1 / τ) ⊙ (W · x_t - h_{t-1}). Write it so, or '1 / (τ ⊙ (W · x_t - h_{t-1}))' for the other quotient.",
            "h_t = h_{t-1} + (1 / τ) (W · x_t - h_{t-1})"),

        new("RNN301",
            "[Cell(\"h_t = tanh(«W x_t» + h_{t-1} U)\", Vectors = VectorConvention.Rows)] " + Class,
            "This cannot be read: values are rows here, and 'W · x_t' has its matrix on the left, as columns have; write x_t · W.",
            "[Cell(\"h_t = tanh(x_t W + h_{t-1} U)\", Vectors = VectorConvention.Rows)] " + Class) { Use = "" },

        new("RNN301",
            "[Cell(\"h_t = tanh(W x_t + «h_{t-1} U»)\", Vectors = VectorConvention.Columns)] " + Class,
            "This cannot be read: 'h_{t-1} · U' has its matrix on the right, as rows have, and 'W · x_t' on the left, as columns have; write U · h_{t-1}, or ⊙ for an elementwise product.",
            "[Cell(\"h_t = tanh(W x_t + U h_{t-1})\", Vectors = VectorConvention.Columns)] " + Class) { Use = "" },

        Cell("RNN337",
            "h_t = tanh(W · x_t) + «1/2h_{t-1}»",
            "'1 / 2 h_{t-1}' reads as 1 / (2 ⊙ h_{t-1}). Write it so, or '(1 / 2) ⊙ h_{t-1}' for the other quotient.",
            "h_t = tanh(W · x_t) + (1/2) h_{t-1}"),

        Cell("RNN339",
            "h_t = (a if «1 > 0» else W x_t + U h_{t-1} + b) + x_t ⊙ h_{t-1}",
            "'W · x_t + U · h_{t-1} + b' has no effect here, because '1 > 0' always holds. Write a condition on values of the step, or 'a' alone.",
            "h_t = (a if x_t > 0 else W x_t + U h_{t-1} + b) + x_t ⊙ h_{t-1}"),

        Cell("RNN339",
            "γ = 0\nh_t = W x_t if «γ ≠ 0» else U h_{t-1} + V x_t",
            "'W · x_t' has no effect here, because 'γ ≠ 0' never holds. Write a condition on values of the step, or 'U · h_{t-1} + V · x_t' alone.",
            "γ = 0\nh_t = W x_t if x_t ≠ γ else U h_{t-1} + V x_t"),

        Cell("RNN339",
            "a_t = W x_t + h_{t-1}\nh_t = a_t if «U h_{t-1} > 0» else a_t",
            "'U · h_{t-1} > 0' has no effect here, because both values are the same. Write 'a_t' alone, or another value.",
            "a_t = W x_t + h_{t-1}\nh_t = a_t if U h_{t-1} > 0 else -a_t"),

        Cell("RNN339",
            "h_t = tanh(V x_t + «(W x_t + U h_{t-1})»^0 + h_{t-1})",
            "'W · x_t + U · h_{t-1}' has no effect here, because its power 0 is 1. Write another power, or 1.",
            "h_t = tanh(V x_t + (W x_t + U h_{t-1})^2 + h_{t-1})"),

        Cell("RNN340",
            "S_t = 0.9 S_{t-1} + «v_t ⊗ k_t»\nv_t = V x_t\nk_t = K x_t\nh_t = S_t k_t",
            "'v_t ⊗ k_t' reads as the elementwise product. Write 'v_t ⊙ k_t' for it, or 'v_t k_t^⊤' for the outer product, which is a matrix.",
            "S_t = 0.9 S_{t-1} + v_t k_t^⊤\nv_t = V x_t\nk_t = K x_t\nh_t = S_t k_t"),

        Cell("RNN314",
            "k_t = W_k x_t\nv_t = W_v x_t\nS_t = «S_{t-1} + v_t k_t^⊤ + v_t ⊗ k_t»\nh_t = S_t k_t",
            "Sizes disagree: 'S_{t-1} + v_t · k_tᵀ' is a matrix, and 'v_t ⊙ k_t' is a vector. Here both are combined elementwise. ⊗ is elementwise: write 'v_t k_t^⊤' for the outer product.",
            "k_t = W_k x_t\nv_t = W_v x_t\nS_t = S_{t-1} + v_t k_t^⊤ + v_t k_t^⊤\nh_t = S_t k_t"),

        Cell("RNN338",
            "h_t = sin(2 «π» W x_t) + U h_{t-1}",
            "'π' reads as a vector that is learned. Write Constants = \"π = 3.141592653589793\" for the number.",
            "π = 3.141592653589793\nh_t = sin(2 π W x_t) + U h_{t-1}"),

        Cell("RNN338",
            "h_t = W x_t / sqrt(h_{t-1}^2 + «ε»)",
            "'ε' reads as a vector that is learned. Write Constants = \"ε = 1e-6\" for the number.",
            "ε = 1e-6\nh_t = W x_t / sqrt(h_{t-1}^2 + ε)"),

        Cell("RNN338",
            "h_t = h_{t-1} - «α^2» x_t",
            "'α^{(2)}' reads as a name, and no power. Write '(α)^2' for the power, or 'α_2' for the name.",
            "h_t = h_{t-1} - (α)^2 x_t"),

        Cell("RNN338",
            "h_t = tanh(W x_t + U h_{t-1} + «U'» x_t)",
            "'U′' reads as another matrix, and no transpose. Write 'U^⊤' for the transpose, or another mark.",
            "h_t = tanh(W x_t + U h_{t-1} + U_2 x_t)"),

        Cell("RNN338",
            "h_t = tanh(W x_t + (M «*» U) h_{t-1})",
            "'M * U' reads as an elementwise product of two matrices. Write 'M ⊙ U' for it, or 'M · U · h_{t-1}' for the matrix product.",
            "h_t = tanh(W x_t + (M ⊙ U) h_{t-1})"),

        Cell("RNN338",
            "h_t = tanh(«w» x_t + U · h_{t-1})",
            "'w' reads as a matrix. Write 'w ⊙ x_t' for an elementwise product, or a capital letter for the matrix.",
            "h_t = tanh(w ⊙ x_t + U · h_{t-1})"),

        Cell("RNN338",
            "h_t = tanh(W · x_t + U · h_{t-1} + «V»)",
            "'V' reads as a vector. Write 'V · x_t' for a product with a matrix, or a lower-case letter for a vector.",
            "h_t = tanh(W · x_t + U · h_{t-1} + B)"),

        Cell("RNN338",
            "h_t = «I» h_{t-1} + W x_t",
            "'I' reads as a learned matrix. Write 'h_{t-1}' without it for the identity, or another letter for the matrix.",
            "h_t = h_{t-1} + W x_t"),

        Cell("RNN336",
            "h_t = tanh(W · «х_t» + U · h_{t-1})",
            "'х_t' looks like 'x_t' but is another letter: 'х' is U+0445. Write 'x_t'.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN336",
            "c_t = W · x_t + U · h_{t-1}\nh_t = tanh(c_t) ⊙ σ(«с_t»)",
            "'с_t' looks like 'c_t' but is another letter: 'с' is U+0441. Write 'c_t'.",
            "забыть_t = W · x_t + U · h_{t-1}\nh_t = tanh(забыть_t)"),

        Cell("RNN301",
            "h_t = tanh(W · x_t + «0.5f» ⊙ h_{t-1})",
            "This cannot be read: numbers have no suffix here; write 0.5, or 0.5 ⊙ f for a multiple of a vector 'f'.",
            "h_t = tanh(W · x_t + 0.5 ⊙ h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(W · x_t + U · h_{t-1} + «16L»)",
            "This cannot be read: numbers have no suffix here; write 16, or 16 ⊙ L for a multiple of a vector 'L'.",
            "h_t = tanh(W · x_t + U · h_{t-1} + 16)"),

        Cell("RNN301",
            "h_t = tanh(W · x_t + «0x10» ⊙ h_{t-1})",
            "This cannot be read: numbers are decimal here; write 16.",
            "h_t = tanh(W · x_t + 16 ⊙ h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(W · x_t + «1,5» ⊙ h_{t-1})",
            "This cannot be read: a comma stands between values; write 1.5 for the number.",
            "h_t = tanh(W · x_t + 1.5 ⊙ h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(W · x_t + h_{t-1} «**» 2)",
            "This cannot be read: a power directly follows its value, and is a number or in braces; write h_t^2, or (a + b)^{0.5}.",
            "h_t = tanh(W · x_t + h_{t-1} ⊙ h_{t-1})"),

        Cell("RNN301",
            "h_t «==» tanh(W · x_t + U · h_{t-1})",
            "This cannot be read: an equation has one '='.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "h_t «+=» W · x_t",
            "This cannot be read: an equation gives the whole value; write h_t = h_{t-1} + a.",
            "h_t = h_{t-1} + W · x_t"),

        Cell("RNN301",
            "h_t = tanh(W «.» x_t + U · h_{t-1})",
            "This cannot be read: a full stop ends a line, and a number has a digit behind it; write · for a product with a matrix, as in W · x_t, and ⊙ for an elementwise product.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(«W.x_t» + U · h_{t-1})",
            "This cannot be read: names have no '.' here; write W · x_t for a product with a matrix.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "z_t = σ(W · x_t)\nh_t = «z_t[0]» ⊙ h_{t-1}",
            "This cannot be read: a value has no elements by number here; write an equation for each part of 'z_t' that is read alone.",
            "z_t = σ(W · x_t)\nh_t = z_t ⊙ h_{t-1}"),

        Cell("RNN301",
            "h_t = x_t «?» x_t : h_{t-1}",
            "This cannot be read: a selection is written in words; write a_t if b_t > 0 else c_t.",
            "h_t = W · x_t if h_{t-1} > 0 else h_{t-1}"),

        Cell("RNN301",
            "h_t = W · x_t ⊙ (h_{t-1} «>» 0)",
            "This cannot be read: a comparison is the condition of a selection; write a_t if b_t > 0 else c_t, or 1 if b_t > 0 else 0 for a comparison as a number.",
            "h_t = W · x_t ⊙ (1 if h_{t-1} > 0 else 0)"),

        Cell("RNN301",
            "h_t = W · x_t «if» h_{t-1} > 0",
            "This cannot be read: a selection has a value for each case; write a_t if b_t > 0 else c_t.",
            "h_t = W · x_t if h_{t-1} > 0 else h_{t-1}"),

        Cell("RNN301",
            "h_t = W · x_t if «h_{t-1}» else h_{t-1}",
            "This cannot be read: a condition compares two values, as in z_t > 0.",
            "h_t = W · x_t if h_{t-1} > 0 else h_{t-1}"),

        Cell("RNN301",
            "h_n = tanh(W · x_n + U · h«_{n-1}»)",
            "This cannot be read: the time is t; write h_t for h_n and h_{t-1} for h_{n-1}, or Time = \"n\" behind the equations.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(W «xt» + U ht-1)",
            "This cannot be read: '_' stands before the time; write x_t for 'xt', h_{t-1} for 'ht-1'.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "h_t = tanh(«Wxt» + Uht-1)",
            "This cannot be read: '_' stands before the time; write W · x_t for 'Wxt', U · h_{t-1} for 'Uht-1'.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN301",
            "z_t = σ(W · x_t «^» 2)",
            "This cannot be read: a power directly follows its value, and is a number or in braces; write h_t^2, or (a + b)^{0.5}.",
            "z_t = σ(W · x_t)\nh_t = z_t ⊙ h_{t-1}"),

        Cell("RNN302",
            "h_t = «\\phi»(W · x_t + U · h_{t-1})",
            "There is no function '\\phi'. There are σ, tanh, relu, softplus, exp, log, sqrt, softmax, layernorm, max, min, sin, cos, erf, abs, sign, silu, gelu, elu, leaky_relu, softsign, hard_sigmoid, hard_tanh, floor, mod; write the one that is meant, or 'φ ⊙ (a)' for a product.",
            "h^{\\langle t \\rangle} = tanh(W · x^{\\langle t \\rangle} + U · h^{\\langle t-1 \\rangle})"),

        Cell("RNN306",
            "h_t = tanh(«𝐖𝐱_t» + U · h_{t-1})",
            "'𝐖𝐱_t' is read, and no equation defines it. It reads as one name. Write 'W · x_t' for the product.",
            "h_t = tanh(𝐖 · 𝐱_t + U · h_{t-1})"),

        Cell("RNN310",
            "«ht» = tanh(W xt + U ht-1)",
            "No equation defines h_t, which is the cell's output. '_' stands before the time: write h_t for 'ht', x_t for 'xt', h_{t-1} for 'ht-1'.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN310",
            "«h_n» = tanh(W · x_n + b)",
            "No equation defines h_t, which is the cell's output. The time is t: write 'h_t' for 'h_n', and so for every other name, or Time = \"n\" behind the equations.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN330",
            "«h_t» = tanh(Wx + U · h_{t-1})",
            "h_t does not depend on x_t, so the cell gives the same output for every sequence. 'Wx' reads as one name. Write 'W · x_t' for the product.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN331",
            "«h_t» = tanh(W · x_t + Uh)",
            "h_t does not depend on a previous state, so the cell has no memory. 'Uh' reads as one name. Write 'U · h_{t-1}' for the product.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),

        Cell("RNN334",
            "h_t = tanh(P · x_t + W · V · «b» + U · h_{t-1} + Q · b)",
            "'b' is a parameter, so 'V · b' is the same at every step. Was x_t or a state forgotten, as in 'V · x_t'? For a parameter vector, write one name.",
            "h_t = tanh(P · x_t + U · h_{t-1} + b)"),

        Cell("RNN336",
            "h_t = «tаnh»(W · x_t + U · h_{t-1})",
            "'tаnh' looks like 'tanh' but is another letter: 'а' is U+0430. Write 'tanh'.",
            "h_t = tanh(W · x_t + U · h_{t-1})"),
    ];

    private const string Sized = "[Cell(\"s_t = tanh(W · x_t + U · s_{t-1}); h_t = V · s_t\", States = \"s: context\")] public class E; ";

    /// <summary>A cell alone, of which nothing is generated.</summary>
    private static RuleCase Cell(string id, string wrong, string message, string right) => new(id, Declare(wrong), message, Declare(right)) { Use = "" };

    /// <summary>A cell whose sizes of values are wrong.</summary>
    private static RuleCase Values(string wrong, string why, string right)
    {
        return new RuleCase("RNN315", Declared(wrong), $"Values cannot be read: {why}.", Declared(right)) { Use = "" };

        static string Declared(string values) => $"[Cell(\"p_t = U_2 · h_{{t-1}}; h_t = tanh(W · x_t + U_1 · p_t)\", Values = \"{values}\")] " + Class;
    }

    /// <summary>A cell whose constants are wrong.</summary>
    private static RuleCase Constants(string wrong, string why, string right)
    {
        return new RuleCase("RNN326", Declared(wrong), $"[Cell] has Constants = \"{wrong.Replace("«", "").Replace("»", "")}\": {why}.", Declared(right)) { Use = "" };

        static string Declared(string constants) =>
            $"[Cell(\"z_t = tanh(W · x_t + β h_{{t-1}}); h_t = h_{{t-1}} + γ ⊙ Δt ⊙ z_t\", Constants = @\"{constants}\")] [CellParameter(\"β\", Scalar = true)] " + Class;
    }

    private static string Declare(string equations) => $"[Cell({Quotes}\n    {equations.Replace("\n", "\n    ")}\n    {Quotes})]\npublic class M;";

    private static string Quotes => new('"', 3);
}
