namespace Imara.Evaluation.Generating;

/// <summary>What a file has in <c>security.ima</c>.</summary>
public enum AppraisalLabel
{
    /// <summary>Nothing that appraisal could use.</summary>
    None,

    /// <summary>A hash.</summary>
    Hash,

    /// <summary>A signature.</summary>
    Signature,
}
