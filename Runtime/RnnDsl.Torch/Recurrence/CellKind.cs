namespace RnnDsl.Torch;

/// <summary>The recurrent cells that the runtime knows.</summary>
public enum CellKind
{
    /// <summary>One product: h = f(W x + b + U h). One gate's worth of weights.</summary>
    Elman,

    /// <summary>Gates in the order i, f, g, o.</summary>
    Lstm,

    /// <summary>Gates in the order r, z, n; the reset acts on the product.</summary>
    Gru,

    /// <summary>Gates in the order r, z, n; the reset acts on the state before the product.</summary>
    GruResetBefore,
}
