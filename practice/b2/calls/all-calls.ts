import type { B2Call } from '../b2-call.ts';
import { createBucket, deleteBucket, listBuckets, updateBucket } from './bucket-calls.ts';
import { copyFile, copyPart } from './copy-calls.ts';
import { deleteFileVersion, getDownloadAuthorization, getFileInfo, hideFile } from './file-calls.ts';
import { createKey, deleteKey, listKeys } from './key-calls.ts';
import { cancelLargeFile, finishLargeFile, listParts, startLargeFile } from './large-file-calls.ts';
import { listFileNames, listFileVersions, listUnfinishedLargeFiles } from './list-calls.ts';
import { updateFileLegalHold, updateFileRetention } from './lock-calls.ts';
import { getUploadPartUrl, getUploadUrl } from './upload-url-calls.ts';

/** Every call with a JSON body and an account token, by its name in the path. */
export const allCalls: ReadonlyMap<string, B2Call> = new Map(
  Object.entries({
    b2_cancel_large_file: cancelLargeFile,
    b2_copy_file: copyFile,
    b2_copy_part: copyPart,
    b2_create_bucket: createBucket,
    b2_create_key: createKey,
    b2_delete_bucket: deleteBucket,
    b2_delete_file_version: deleteFileVersion,
    b2_delete_key: deleteKey,
    b2_finish_large_file: finishLargeFile,
    b2_get_download_authorization: getDownloadAuthorization,
    b2_get_file_info: getFileInfo,
    b2_get_upload_part_url: getUploadPartUrl,
    b2_get_upload_url: getUploadUrl,
    b2_hide_file: hideFile,
    b2_list_buckets: listBuckets,
    b2_list_file_names: listFileNames,
    b2_list_file_versions: listFileVersions,
    b2_list_keys: listKeys,
    b2_list_parts: listParts,
    b2_list_unfinished_large_files: listUnfinishedLargeFiles,
    b2_start_large_file: startLargeFile,
    b2_update_bucket: updateBucket,
    b2_update_file_legal_hold: updateFileLegalHold,
    b2_update_file_retention: updateFileRetention,
  }),
);
