"""The Python package dicomweb-client, unmodified, against a site.

    python dicomweb_client_calls.py BASE_URL BEARER_TOKEN STUDY_UID

Prints one JSON object with what each call returned; exits 1 when one fails.
"""

import json
import sys

import requests
from dicomweb_client.api import DICOMwebClient


def main() -> int:
    url, token, study = sys.argv[1:4]
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    client = DICOMwebClient(url=url, session=session)
    results, failed = {}, False

    def call(name, ask):
        nonlocal failed
        try:
            results[name] = ask()
        except Exception as error:  # every failure of a client is a finding
            results[name] = {"error": f"{type(error).__name__}: {error}"[:300]}
            failed = True

    call("search_for_studies", lambda: len(client.search_for_studies(search_filters={"StudyInstanceUID": study})))
    series = client.search_for_series(study)[0]["0020000E"]["Value"][0]
    instances = client.search_for_instances(study, series)
    instance = instances[0]["00080018"]["Value"][0]
    results["search_for_instances"] = len(instances)
    call("retrieve_study_metadata", lambda: len(client.retrieve_study_metadata(study)))
    call("retrieve_series_metadata", lambda: len(client.retrieve_series_metadata(study, series)))
    call("retrieve_instance_metadata", lambda: len(client.retrieve_instance_metadata(study, series, instance)))
    call("retrieve_instance", lambda: len(client.retrieve_instance(study, series, instance).PixelData))
    call("retrieve_instance_frames", lambda: len(client.retrieve_instance_frames(study, series, instance, [1])[0]))
    call("retrieve_series", lambda: len(client.retrieve_series(study, series)))
    print(json.dumps(results))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
