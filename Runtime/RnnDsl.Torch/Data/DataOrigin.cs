namespace RnnDsl.Data;

/// <summary>The origin of a data set.</summary>
public enum DataOrigin
{
    /// <summary>The path given by the user.</summary>
    Path,

    /// <summary>The folder in the environment variable <c>RNNDSL_DATA</c>.</summary>
    Environment,

    /// <summary>The user's cache.</summary>
    Cache,

    /// <summary>A download, now in the user's cache.</summary>
    Download,

    /// <summary>The embedded sample, with a <see cref="ResolvedData.Warning"/>.</summary>
    Sample,
}
