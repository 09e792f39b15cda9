using Imara.Engine.Events;
using Imara.Engine.Files;
using Imara.Engine.State;
using Imara.Policy.Kernels;

namespace Imara.Engine;

/// <summary>Notices that a file is read and written at the same time, so that its measurement says nothing.</summary>
/// <remarks>docs/reference/policy.md 5.4, measurement-list.md 6.</remarks>
internal sealed class ViolationFinder(KernelProfile kernel, EntryMaker maker, MeasurementLog log)
{
    /// <summary>Adds the violation that an access makes, if it makes one.</summary>
    public void Look(AccessEvent access, InodeRecord record, bool mustMeasure, ResultBuilder result)
    {
        var file = access.File;
        if (access.IsOpenForWrite)
        {
            if (record.MayEmitToMToU && file.OpenReaders > 0)
            {
                record.MayEmitToMToU = !kernel.Has(KernelFeature.OpenWritersOnce);
                AddViolation(file, "ToMToU", result);
            }

            return;
        }

        if (!mustMeasure)
        {
            return;
        }

        record.MayEmitToMToU = true;
        if (file.OpenWriters > 0 && !(record.EmittedOpenWriters && kernel.Has(KernelFeature.OpenWritersOnce)))
        {
            record.EmittedOpenWriters = true;
            AddViolation(file, "open_writers", result);
        }
    }

    private void AddViolation(IFileView file, string cause, ResultBuilder result)
    {
        var entry = maker.Violation(file);
        log.Add(entry);
        result.Add(entry);
        result.Violations++;
        result.Add(new AuditRecord(1804, "invalid_pcr", cause, file.Path, 1));
    }
}
