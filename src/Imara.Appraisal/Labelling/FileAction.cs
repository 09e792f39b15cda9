namespace Imara.Appraisal.Labelling;

/// <summary>What is done with each file: decides, and leaves reading and writing to whoever holds the file, a live tree or an archive. For one thread.</summary>
public abstract class FileAction
{
    /// <summary>False if attributes are enough, so that the file need not be opened, which is an access that others may see or refuse.</summary>
    public virtual bool ReadsContent => true;

    /// <summary>Decides about one regular file.</summary>
    /// <param name="file">
    /// The file. <see cref="Engine.Files.IFileView.Hash"/> and the like return null where reading fails; the answer then is <see cref="FileOutcome.Unreadable"/>, and the
    /// caller knows why.
    /// </param>
    public abstract FileOutcome Act(ILabelledFile file);
}
